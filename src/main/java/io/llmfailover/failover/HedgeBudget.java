package io.llmfailover.failover;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps hedged generations to a share of all, so that a slow day does not double the bill: each
 * generation puts its share in, a hedge takes one out. What is saved up is bounded, so that a quiet
 * night does not pay for a storm. Thread-safe.
 */
final class HedgeBudget {
  private static final long ONE = 1_000_000;
  private static final long MOST_SAVED = 10 * ONE;

  private final AtomicLong saved = new AtomicLong();

  /** A generation started whose chain may hedge this share, 0 to 1. */
  void deposit(double share) {
    long part = Math.round(share * ONE);
    saved.updateAndGet(before -> Math.min(MOST_SAVED, before + part));
  }

  /** Takes a hedge out, if there is one. */
  boolean tryTake() {
    return saved.getAndUpdate(before -> before >= ONE ? before - ONE : before) >= ONE;
  }
}
