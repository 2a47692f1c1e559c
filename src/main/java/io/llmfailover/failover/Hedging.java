package io.llmfailover.failover;

import io.llmfailover.chain.Link;
import io.llmfailover.config.HedgeSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether and when the next link is started beside one that has not answered. Thread-safe.
 */
final class Hedging {
  private final LinkHealth health;
  private final HedgeBudget budget = new HedgeBudget();

  Hedging(LinkHealth health) {
    this.health = health;
  }

  /** How long the first link is waited for; empty when this generation is not hedged. */
  Optional<Duration> delayFor(Generation generation, Link first) {
    HedgeSettings settings = generation.settings().chainSettings(generation.chain().name()).hedge();
    if (settings.mode() == HedgeSettings.Mode.OFF) {
      return Optional.empty();
    }
    budget.deposit(settings.maxShare());
    if (!generation.prompt().tools().isEmpty() && !settings.withTools()) {
      // A tool that is asked for twice may be run twice.
      return Optional.empty();
    }
    return settings.mode() == HedgeSettings.Mode.P95
        ? health.longTime(first)
        : Optional.of(settings.after());
  }

  /** Takes one hedge out of the budget, if there is one. */
  boolean tryTake() {
    return budget.tryTake();
  }
}
