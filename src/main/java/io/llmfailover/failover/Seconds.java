package io.llmfailover.failover;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes spans in seconds, without zeros behind the point. */
final class Seconds {
  private Seconds() {}

  /** For instance {@code 60 s} or {@code 0.5 s}. */
  static String of(Duration span) {
    return BigDecimal.valueOf(span.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
