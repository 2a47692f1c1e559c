package io.llmfailover;

/**
 * A source of elapsed time, in nanoseconds, from an arbitrary origin. Only differences between two
 * readings mean anything; it never goes back, whatever happens to the wall clock. Implementations
 * are thread-safe.
 */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary, fixed origin. May be negative and may wrap. */
  long nanos();
}
