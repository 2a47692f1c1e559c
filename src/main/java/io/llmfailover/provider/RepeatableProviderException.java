package io.llmfailover.provider;

/**
 * A call that failed and may be repeated on the same link now. The only exception the providers'
 * retry annotation repeats after: whether a failure becomes one is decided from the verdict, the
 * retries left and the deadline.
 */
public final class RepeatableProviderException extends ProviderException {
  private static final long serialVersionUID = 1L;

  /** Carries the verdict. */
  public RepeatableProviderException(Failure failure) {
    super(failure);
  }
}
