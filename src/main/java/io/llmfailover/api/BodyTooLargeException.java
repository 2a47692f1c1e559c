package io.llmfailover.api;

/** The request's body is longer than {@code llm.max-body}. */
public final class BodyTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the limit in bytes. */
  public BodyTooLargeException(long limit) {
    super("The body is larger than the " + limit + " bytes allowed (llm.max-body).");
  }
}
