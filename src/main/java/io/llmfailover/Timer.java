package io.llmfailover;

import java.time.Duration;

/**
 * Runs something later, on a thread of its own that must never be blocked: hand work that waits to
 * an executor. Implementations are thread-safe and run on the same time as the {@link Ticker}
 * beside them.
 */
@FunctionalInterface
public interface Timer {
  /**
   * Runs {@code task} once, after {@code delay} (zero or less: as soon as possible).
   *
   * @return a handle which takes the task back; taking back a task that ran does nothing
   */
  Scheduled schedule(Duration delay, Runnable task);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Scheduled {
    /** Takes the task back and lets go of it at once, so that nothing it refers to is kept. */
    void cancel();
  }
}
