package io.llmfailover.api;

import io.llmfailover.Prompt;
import java.util.Objects;

/**
 * What a caller wants.
 *
 * @param prompt the request, translated
 * @param streamed whether the answer is wanted in pieces
 */
public record Asked(Prompt prompt, boolean streamed) {
  /** Checks that it is there. */
  public Asked {
    Objects.requireNonNull(prompt, "prompt");
  }
}
