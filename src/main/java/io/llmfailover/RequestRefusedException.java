package io.llmfailover;

import java.util.List;

/**
 * A provider refused the request for a reason that holds on every link: the request is wrong
 * ({@link FailureKind#INVALID_REQUEST}) or its content is filtered ({@link
 * FailureKind#CONTENT_FILTERED}). The message is the provider's own reason. Change the prompt
 * before trying again.
 */
public final class RequestRefusedException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final FailureKind reason;

  /** Made by the engine. */
  public RequestRefusedException(FailureKind reason, String message, List<Attempt> attempts) {
    super(message, attempts);
    this.reason = reason;
  }

  /** Which of the stopping reasons it was. */
  public FailureKind reason() {
    return reason;
  }
}
