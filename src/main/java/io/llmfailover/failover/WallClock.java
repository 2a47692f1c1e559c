package io.llmfailover.failover;

import java.time.Clock;
import java.util.Objects;

/**
 * Tells the date. A type of this module's own, because a library must not make {@link Clock} a bean
 * of the application it is part of.
 *
 * @param clock any zone's
 */
public record WallClock(Clock clock) {
  /** Checks that it is there. */
  public WallClock {
    Objects.requireNonNull(clock, "clock");
  }

  /** Seconds since 1970. */
  public long seconds() {
    return clock.instant().getEpochSecond();
  }
}
