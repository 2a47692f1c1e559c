package io.llmfailover.failover;

import io.llmfailover.config.CurrentSettings;

/**
 * Makes an engine beside the application's own. It walks chains the same way, with a memory of its
 * own, but nobody hears of its generations: no listener of the application, metric or event, and no
 * line of the log. No bean of the application is asked.
 */
@FunctionalInterface
public interface EngineApart {
  /** An engine that works by these settings alone. */
  Engine with(CurrentSettings settings);
}
