package io.llmfailover.config;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether and how long a server exercises itself after its start.
 *
 * @param address where this server itself is reached, up to and including its context root; empty
 *     when it is not to warm up; {@code llm.warm-up.url}
 * @param most how long it may take, pauses for callers included; zero when it is not to warm up;
 *     {@code llm.warm-up.time}
 */
public record WarmUpSettings(Optional<URI> address, Duration most) {
  /** Checks that both are there. */
  public WarmUpSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(most, "most");
  }
}
