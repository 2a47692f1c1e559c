package io.llmfailover.provider;

/** A provider has as many calls under way as it may have; this one was not made. */
public final class ProviderBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says how many are under way. Cheap: it carries no stack trace. */
  public ProviderBusyException(String message) {
    super(message, null, false, false);
  }
}
