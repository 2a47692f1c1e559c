package io.llmfailover.failover;

import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderException;

/** A check objected to an answer. */
final class ObjectedException extends ProviderException {
  private static final long serialVersionUID = 1L;

  private final boolean canBeMended;

  ObjectedException(Failure failure, boolean canBeMended) {
    super(failure);
    this.canBeMended = canBeMended;
  }

  /** Whether the link may be told and asked once more. */
  boolean canBeMended() {
    return canBeMended;
  }
}
