package io.llmfailover;

import java.time.Duration;
import java.util.Objects;

/**
 * The moment after which nobody waits any more, on the monotonic time of a {@link Ticker}: it does
 * not move when the wall clock does. Immutable and thread-safe.
 */
public final class Deadline {
  private final Ticker ticker;
  private final long atNanos;

  private Deadline(Ticker ticker, long atNanos) {
    this.ticker = ticker;
    this.atNanos = atNanos;
  }

  /**
   * A deadline {@code span} from now.
   *
   * @throws IllegalArgumentException when {@code span} is negative
   */
  public static Deadline after(Duration span, Ticker ticker) {
    Objects.requireNonNull(ticker, "ticker");
    if (span.isNegative()) {
      throw new IllegalArgumentException("deadline must not be negative: " + span);
    }
    return new Deadline(ticker, ticker.nanos() + saturatedNanos(span));
  }

  /** What is left; zero when it has passed, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - ticker.nanos()));
  }

  /** Whether the moment has come. */
  public boolean passed() {
    return atNanos - ticker.nanos() <= 0;
  }

  /** The earlier of this deadline and one {@code span} from now. */
  public Deadline within(Duration span) {
    long other = ticker.nanos() + saturatedNanos(span);
    return other - atNanos < 0 ? new Deadline(ticker, other) : this;
  }

  /** Half the range at most, so that sums with a ticker reading stay comparable. */
  private static long saturatedNanos(Duration span) {
    long ceiling = Long.MAX_VALUE / 2;
    return span.compareTo(Duration.ofNanos(ceiling)) >= 0 ? ceiling : span.toNanos();
  }

  @Override
  public String toString() {
    return "in " + remaining();
  }
}
