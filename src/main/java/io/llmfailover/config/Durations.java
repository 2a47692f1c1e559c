package io.llmfailover.config;

import java.time.Duration;
import java.util.Optional;

/** Spans of time as people write them, in configuration and in requests alike. */
public final class Durations {
  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 20s}, {@code 5m}, {@code 1h} or an ISO-8601 duration.
   *
   * @return empty when it is written otherwise, is not longer than zero, or is longer than a year
   */
  public static Optional<Duration> parse(String text) {
    return Formats.DURATION_ABOVE_ZERO.parser().apply(text.strip());
  }
}
