package io.llmfailover.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long one link takes to answer, lately. Two logarithmic histograms of fixed size: the younger
 * one fills, the older one fades out, both are read. A percentile is exact to about 3 %, from 1 ms
 * to nine hours. Thread-safe.
 *
 * <p>Not a general histogram library: one of those with the same precision takes the same memory,
 * would be the only use of a dependency, and still needs the two generations and the lock.
 */
final class Latencies {
  /** Fewer answers say little about the median, and nothing about the 95th of a hundred. */
  private static final int ENOUGH_FOR_MEDIAN = 5;

  private static final int ENOUGH_FOR_P95 = 20;

  private static final long SHORTEST_ROUND = Duration.ofMinutes(5).toNanos();
  private static final long LONGEST_ROUND = Duration.ofHours(1).toNanos();
  private static final int ENOUGH_FOR_ROUND = 100;

  // 16 steps per doubling of milliseconds.
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;
  private static final long LONGEST_MILLIS = (1L << 25) - 1;
  private static final int SLOTS = 22 * STEPS;

  // Guarded by this.
  private int[] young = new int[SLOTS];
  private int[] old = new int[SLOTS];
  private int answersYoung;
  private int answersOld;
  private long roundBeganNanos;

  Latencies(long now) {
    this.roundBeganNanos = now;
  }

  /** An answer took so long. */
  synchronized void add(Duration took, long now) {
    turnOver(now);
    young[slot(took.toMillis())]++;
    answersYoung++;
  }

  /** The median; empty while too few answers are known. */
  Optional<Duration> median() {
    return percentile(0.5, ENOUGH_FOR_MEDIAN);
  }

  /** The time within which 95 of 100 answers come; empty while too few are known. */
  Optional<Duration> p95() {
    return percentile(0.95, ENOUGH_FOR_P95);
  }

  /** What is known, however few the answers. */
  synchronized LinkReport.Times times() {
    int answers = answersYoung + answersOld;
    return answers == 0
        ? LinkReport.Times.NONE
        : new LinkReport.Times(answers, millisAt(0.5), millisAt(0.95), millisAt(0.99));
  }

  private synchronized Optional<Duration> percentile(double share, int enough) {
    return answersYoung + answersOld < enough
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millisAt(share)));
  }

  private long millisAt(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * (answersYoung + answersOld)));
    long seen = 0;
    int slot = -1;
    while (seen < wanted) {
      slot++;
      seen += young[slot] + old[slot];
    }
    return middle(slot);
  }

  /** Seldom used links keep their few answers longer than busy ones. */
  private void turnOver(long now) {
    long age = now - roundBeganNanos;
    if (age < SHORTEST_ROUND || (answersYoung < ENOUGH_FOR_ROUND && age < LONGEST_ROUND)) {
      return;
    }
    int[] emptied = old;
    old = young;
    answersOld = answersYoung;
    Arrays.fill(emptied, 0);
    young = emptied;
    answersYoung = 0;
    roundBeganNanos = now;
  }

  /** Below two times the steps a slot is one millisecond. */
  private static int slot(long millis) {
    long bounded = Math.max(0, Math.min(millis, LONGEST_MILLIS));
    if (bounded < STEPS) {
      return (int) bounded;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(bounded) - STEP_BITS;
    return (doubling << STEP_BITS) + (int) (bounded >>> doubling);
  }

  private static long middle(int slot) {
    if (slot < 2 * STEPS) {
      return slot;
    }
    int doubling = (slot >>> STEP_BITS) - 1;
    long from = (long) (slot - (doubling << STEP_BITS)) << doubling;
    return from + (1L << doubling) / 2;
  }
}
