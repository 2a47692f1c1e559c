package io.llmfailover.config;

import java.util.Optional;
import java.util.stream.Stream;

/** Which links of a chain come first. */
public enum LinkPreference {
  /** Those listed first. */
  AS_LISTED("as-listed"),
  /** Those that cost least for the prompt. */
  CHEAPEST("cheapest"),
  /** Those that usually answer soonest. */
  FASTEST("fastest");

  private final String code;

  LinkPreference(String code) {
    this.code = code;
  }

  /** As it is written in the configuration. */
  public String code() {
    return code;
  }

  /** The one that is written like that. */
  public static Optional<LinkPreference> of(String code) {
    return Stream.of(values()).filter(one -> one.code.equals(code)).findFirst();
  }
}
