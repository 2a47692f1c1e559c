package io.llmfailover;

import java.util.List;

/**
 * A stream broke after its caller had heard a part of it, and could not be mended. What was heard
 * is not a whole answer.
 */
public final class StreamBrokenException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final FailureKind reason;

  /** Made by the engine. */
  public StreamBrokenException(FailureKind reason, String message, List<Attempt> attempts) {
    super(message, attempts);
    this.reason = reason;
  }

  /** What happened to the link that was answering. */
  public FailureKind reason() {
    return reason;
  }
}
