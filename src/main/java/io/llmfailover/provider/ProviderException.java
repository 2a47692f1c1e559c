package io.llmfailover.provider;

import java.util.Objects;

/** A call that failed, with the judge's verdict. Cheap: it carries no stack trace. */
public class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Carries the verdict. */
  public ProviderException(Failure failure) {
    // A provider's failure is an everyday event, and its cause lies outside this process.
    super(failure.toString(), null, false, false);
    this.failure = Objects.requireNonNull(failure, "failure");
  }

  /** The verdict. */
  public Failure failure() {
    return failure;
  }
}
