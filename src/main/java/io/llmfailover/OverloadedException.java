package io.llmfailover;

import java.util.List;

/** This server has as many generations under way as {@code llm.max-in-flight} allows. */
public final class OverloadedException extends LlmException {
  private static final long serialVersionUID = 1L;

  /** Made by the engine. */
  public OverloadedException(int maxInFlight) {
    super(
        "This server has " + maxInFlight + " generations under way and takes no more.", List.of());
  }
}
