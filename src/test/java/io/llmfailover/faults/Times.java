package io.llmfailover.faults;

import io.llmfailover.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Real elapsed time that can be moved on, and a calendar that can be put wrong. Thread-safe. */
final class Times {
  /** The date of the recorded answers. */
  static final Instant DATE = Instant.parse("2026-11-20T09:15:00Z");

  private final AtomicLong added = new AtomicLong();
  private final AtomicReference<Instant> date = new AtomicReference<>(DATE);

  /** Elapsed time. */
  Ticker ticker() {
    return () -> System.nanoTime() + added.get();
  }

  /** Makes as if so much time had passed; what waits for a timer waits on. */
  void pass(Duration span) {
    added.addAndGet(span.toNanos());
  }

  /** Puts the calendar right or wrong. */
  void itIs(Instant now) {
    date.set(now);
  }

  /** The calendar. */
  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return date.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
