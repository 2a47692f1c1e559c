package io.llmfailover.failover;

import io.llmfailover.config.CurrentSettings;

/**
 * Makes an engine beside the application's own. It walks chains the same way, but nobody hears of
 * its generations: no listener, metric or event, and no line of the log for a call. Nothing is
 * remembered of their links, and no bean of the application is asked.
 */
@FunctionalInterface
public interface EngineApart {
  /** The provider whose calls are not logged; only such an engine's settings should have it. */
  String PROVIDER = "warm-up";

  /** An engine that works by these settings alone. */
  Engine with(CurrentSettings settings);
}
