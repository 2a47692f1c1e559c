package io.llmfailover.health;

import io.llmfailover.FailureKind;
import io.llmfailover.SkipReason;
import io.llmfailover.failover.LinkHealth.Admission;
import java.time.Duration;
import java.util.Optional;

/**
 * A rest, as seen at one moment.
 *
 * @param kind the failure that began it
 * @param left how long it lasts still; zero when it is over and a call has yet to show that all is
 *     well
 * @param guess whether its length is our own guess
 * @param probing whether that call is under way
 */
record Rest(FailureKind kind, Duration left, boolean guess, boolean probing) {
  /** Whether calls must not be made, except by the one that probes. */
  boolean forbids() {
    return probing || !left.isZero();
  }

  /** The one that ends later, when a link and its key both rest. */
  static Optional<Rest> longer(Optional<Rest> one, Optional<Rest> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    Rest later = one.get().left.compareTo(other.get().left) >= 0 ? one.get() : other.get();
    // What one of them knows for sure is no guess, however long the other one's guess is.
    return Optional.of(
        new Rest(later.kind, later.left, one.get().guess && other.get().guess, later.probing));
  }

  /** As the engine is told. */
  Admission.Resting told() {
    String until =
        left.isZero() ? "another call is finding out whether it is over" : seconds(left) + " left";
    return new Admission.Resting(SkipReason.COOLING_DOWN, kind.code() + ", " + until, left, guess);
  }

  /** What the engine is told of a drained link. */
  static Admission.Resting drained(Duration left) {
    return new Admission.Resting(
        SkipReason.DRAINED, "taken out by an operator, " + seconds(left) + " left", left, false);
  }

  /** Rounded up: nobody wants to read of 0 s left. */
  private static String seconds(Duration span) {
    return span.plusMillis(999).toSeconds() + " s";
  }
}
