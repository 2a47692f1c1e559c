package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.config.Settings;
import java.util.Optional;

/**
 * Chooses the chain of a prompt for which nobody named one, neither its caller nor the place it
 * comes from. Thread-safe, quick.
 */
@FunctionalInterface
public interface ChainRule {
  /** Leaves every prompt to the chain it would have. */
  ChainRule NONE = (asked, prompt, settings) -> Optional.empty();

  /**
   * Where the prompt goes instead.
   *
   * @param asked the chain it would have, the default one
   * @return empty to leave it there
   */
  Optional<Route> route(Chain asked, Prompt prompt, Settings settings);
}
