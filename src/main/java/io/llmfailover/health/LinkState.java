package io.llmfailover.health;

import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * What is remembered of one link: its cooldown, how long it takes, its last failure, and whether an
 * operator took it out. Thread-safe.
 */
final class LinkState implements Remembered.Entry {
  private final Cooldown cooldown = new Cooldown();
  private volatile Optional<Long> drainedUntil = Optional.empty();
  private volatile Optional<Latencies> latencies = Optional.empty();
  private volatile Optional<Seen> lastFailure = Optional.empty();

  private record Seen(Failure failure, long atNanos) {}

  Cooldown cooldown() {
    return cooldown;
  }

  @Override
  public Remembered.Worth worth(long now) {
    return drainLeft(now).isZero() ? cooldown.worth(now) : Remembered.Worth.MUCH;
  }

  /** An answer came and took so long. */
  void answered(Duration took, long now) {
    kept(now).add(took, now);
  }

  /** Made with the first answer: most of the models callers can think of never give one. */
  private Latencies kept(long now) {
    Optional<Latencies> known = latencies;
    return known.isPresent() ? known.get() : made(now);
  }

  private synchronized Latencies made(long now) {
    if (latencies.isEmpty()) {
      latencies = Optional.of(new Latencies(now));
    }
    return latencies.get();
  }

  /** How long answers take; empty before the first. */
  Optional<Latencies> latencies() {
    return latencies;
  }

  void failed(Failure failure, long now) {
    lastFailure = Optional.of(new Seen(failure, now));
  }

  LinkReport.LastFailure lastFailure(long now) {
    return lastFailure
        .map(
            seen ->
                new LinkReport.LastFailure(
                    seen.failure().kind(),
                    seen.failure().status(),
                    seen.failure().message(),
                    Duration.ofNanos(Math.max(0, now - seen.atNanos()))))
        .orElse(LinkReport.LastFailure.NONE);
  }

  void drain(Duration span, long now) {
    drainedUntil = Optional.of(now + span.toNanos());
  }

  /** How long it is still drained; zero when it is not. */
  Duration drainLeft(long now) {
    return drainedUntil
        .map(until -> Duration.ofNanos(Math.max(0, until - now)))
        .orElse(Duration.ZERO);
  }

  /** Forgets failures, rest and drain; how long answers take stays true. */
  void restore(long now) {
    drainedUntil = Optional.empty();
    lastFailure = Optional.empty();
    cooldown.restore(now);
  }
}
