package io.llmfailover;

import java.util.List;

/** The deadline of the generation passed before a link gave a usable answer. */
public final class DeadlineExceededException extends LlmException {
  private static final long serialVersionUID = 1L;

  /** Made by the engine. */
  public DeadlineExceededException(String message, List<Attempt> attempts) {
    super(message, attempts);
  }
}
