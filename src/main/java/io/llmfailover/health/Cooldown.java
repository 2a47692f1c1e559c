package io.llmfailover.health;

import io.llmfailover.config.HealthSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether one link, or one provider key, rests. Three states: well; resting until a time; over, and
 * one generation at a time goes ahead as the probe that shows whether it is well again.
 *
 * <p>A report counts by when its call began. A call that began before the rest did knows nothing
 * new: it can neither lengthen the rest nor end it. A call made during the rest, because there was
 * no other link, may end it but not lengthen it. Only a provider's own word replaces our guess.
 *
 * <p>Thread-safe. All times are readings of one {@link io.llmfailover.Ticker}, in nanoseconds.
 * While all is well nothing takes the lock.
 */
final class Cooldown implements Remembered.Entry {
  // Neither a rest nor failures in a row. Written under the lock, read without it: one field, for
  // two would show a state between two states to those who do not take the lock.
  private volatile boolean calm = true;

  // Guarded by this.
  private boolean resting;
  private int failuresInRow;
  private boolean everRested;
  private long beganNanos;
  private long untilNanos;
  private Sickness sickness;
  private String prober = "";
  private long proberUntilNanos;

  /**
   * Whether this generation may call now. When the rest is over and the probe's place is free, it
   * is this generation's from now on, until it reports or {@link #giveBack}s it.
   *
   * @param patience after this long a probe that never reported loses its place
   * @return empty for yes; else the rest that forbids it
   */
  Optional<Rest> admit(String generation, Duration patience, long now) {
    if (calm) {
      return Optional.empty();
    }
    synchronized (this) {
      if (!resting || generation.equals(prober)) {
        return Optional.empty();
      }
      if (untilNanos - now > 0 || probing(now)) {
        return Optional.of(restAt(now));
      }
      prober = generation;
      proberUntilNanos = now + patience.toNanos();
      return Optional.empty();
    }
  }

  /** The rest, if any, over or not. */
  Optional<Rest> look(long now) {
    if (calm) {
      return Optional.empty();
    }
    synchronized (this) {
      return resting ? Optional.of(restAt(now)) : Optional.empty();
    }
  }

  /** The generation does not probe any more, and nobody is the wiser. */
  void giveBack(String generation) {
    if (calm) {
      return;
    }
    synchronized (this) {
      takeBack(generation);
    }
  }

  /** A call that began at {@code started} was answered. */
  Turn answered(String generation, long started) {
    if (calm) {
      return Turn.NONE;
    }
    synchronized (this) {
      boolean probed = takeBack(generation);
      if (!resting) {
        recover();
        return Turn.NONE;
      }
      if (!probed && late(started)) {
        return Turn.NONE;
      }
      recover();
      return Turn.WELL;
    }
  }

  /** A call that began at {@code started} has begun to be answered. */
  Turn spoke(String generation, long started) {
    if (calm) {
      return Turn.NONE;
    }
    synchronized (this) {
      boolean probed = takeBack(generation);
      if (!resting || !probed && late(started)) {
        return Turn.NONE;
      }
      recover();
      return Turn.WELL;
    }
  }

  /** A call that began at {@code started} failed, and the failure is about this one. */
  synchronized Turn failed(
      String generation, Sickness failure, HealthSettings settings, long started, long now) {
    if (takeBack(generation)) {
      return probeFailed(failure, settings, now);
    }
    if (resting) {
      return failedAtRest(failure, started, now);
    }
    if (late(started) || failure.length().isZero()) {
      return Turn.NONE;
    }
    if (failure.counted()) {
      failuresInRow += failure.weight();
      calm = false;
      if (failuresInRow < settings.cooldownAfter()) {
        return Turn.NONE;
      }
    }
    return rest(failure, now);
  }

  /** Forgets all, and does not listen to calls that began before now. */
  synchronized void restore(long now) {
    recover();
    everRested = true;
    beganNanos = now;
  }

  @Override
  public Remembered.Worth worth(long now) {
    return calm ? Remembered.Worth.NOTHING : Remembered.Worth.SOMETHING;
  }

  /** How long the rest lasts in all; zero when well. */
  synchronized Duration length() {
    return resting ? sickness.length() : Duration.ZERO;
  }

  private Turn probeFailed(Sickness failure, HealthSettings settings, long now) {
    boolean again = failure.counted() && sickness.counted() && !sickness.length().isZero();
    Sickness next = again ? failure.lasting(doubled(failure.length(), settings)) : failure;
    if (next.length().isZero()) {
      // A kind whose cooldown is switched off keeps nobody out.
      recover();
      return Turn.WELL;
    }
    return rest(next, now);
  }

  private Duration doubled(Duration first, HealthSettings settings) {
    Duration max = settings.cooldownMax();
    if (first.isZero()) {
      return first;
    }
    // The last length may come from older settings and be shorter than the first one now.
    Duration twice = sickness.length().multipliedBy(2);
    Duration next = twice.compareTo(first) < 0 ? first : twice;
    return next.compareTo(max) > 0 ? max : next;
  }

  private Turn failedAtRest(Sickness failure, long started, long now) {
    if (failure.guess() || failure.length().isZero()) {
      return Turn.NONE;
    }
    boolean over = untilNanos - now <= 0;
    boolean replaces = over ? !late(started) : sickness.guess();
    boolean longer = now + failure.length().toNanos() - untilNanos > 0;
    return replaces && longer ? rest(failure, now) : Turn.NONE;
  }

  private Turn rest(Sickness why, long now) {
    sickness = why;
    everRested = true;
    beganNanos = now;
    untilNanos = now + why.length().toNanos();
    prober = "";
    failuresInRow = 0;
    resting = true;
    calm = false;
    return Turn.RESTS;
  }

  private void recover() {
    prober = "";
    failuresInRow = 0;
    resting = false;
    calm = true;
  }

  /** Calls that began at the very moment the rest did are taken for later ones. */
  private boolean late(long started) {
    return everRested && started - beganNanos < 0;
  }

  private boolean probing(long now) {
    return !prober.isEmpty() && proberUntilNanos - now > 0;
  }

  private boolean takeBack(String generation) {
    if (!generation.equals(prober)) {
      return false;
    }
    prober = "";
    return true;
  }

  private Rest restAt(long now) {
    Duration left = Duration.ofNanos(Math.max(0, untilNanos - now));
    return new Rest(sickness.kind(), left, sickness.guess(), left.isZero() && probing(now));
  }
}
