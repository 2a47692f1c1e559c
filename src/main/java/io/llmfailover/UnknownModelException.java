package io.llmfailover;

import java.util.List;

/** The caller asked for a chain, link or model that is not known here. */
public final class UnknownModelException extends LlmException {
  private static final long serialVersionUID = 1L;

  /** The message names what was asked for and the chains there are. */
  public UnknownModelException(String message) {
    super(message, List.of());
  }
}
