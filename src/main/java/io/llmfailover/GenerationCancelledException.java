package io.llmfailover;

import java.util.List;

/** The caller gave the generation up: it cancelled the future, went away or was interrupted. */
public final class GenerationCancelledException extends LlmException {
  private static final long serialVersionUID = 1L;

  /** Made by the engine. */
  public GenerationCancelledException(List<Attempt> attempts) {
    super("The caller gave up.", attempts);
  }
}
