package io.llmfailover;

import java.util.Locale;

/** Why a model stopped writing. The codes are OpenAI's, which most readers know. */
public enum FinishReason {
  /** The answer is complete, or a stop sequence was met. */
  STOP,
  /** The token limit was reached: the text is cut. */
  LENGTH,
  /** The model wants tools to be called. */
  TOOL_CALLS,
  /** The provider's filter cut in. */
  CONTENT_FILTER;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name users see, for instance {@code tool_calls}. */
  public String code() {
    return code;
  }
}
