package io.llmfailover.failover;

import io.llmfailover.config.CurrentSettings;

/**
 * Makes a listener for an {@link EngineApart}: of the kind the application's own engine has, and
 * one that knows nothing yet. One that is {@link LinkHealth}, too, is that engine's memory. A bean
 * of this kind is found and used.
 */
@FunctionalInterface
public interface ListenerApart {
  /** A listener that works by these settings alone, and whose news reach nobody. */
  AttemptListener with(CurrentSettings settings);
}
