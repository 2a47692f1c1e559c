package io.llmfailover;

import java.util.Locale;

/** Why a link was passed over without being called. */
public enum SkipReason {
  /** The provider has no API key. */
  NO_API_KEY,
  /** The link rests after a failure. */
  COOLING_DOWN,
  /** The link's recent failure rate is too high. */
  UNHEALTHY,
  /** The model cannot do what the prompt needs. */
  CANNOT_DO,
  /** As many calls to the provider as allowed are under way. */
  BUSY,
  /** The budget is spent. */
  OVER_BUDGET,
  /** The link usually takes longer than the time that is left. */
  TOO_SLOW_FOR_DEADLINE,
  /** An operator took the link out. */
  DRAINED;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name users see, for instance {@code no_api_key}. */
  public String code() {
    return code;
  }
}
