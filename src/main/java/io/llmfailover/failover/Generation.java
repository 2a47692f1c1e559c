package io.llmfailover.failover;

import io.llmfailover.Deadline;
import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.config.Settings;
import java.util.Objects;

/**
 * One request through a chain: what it started with and keeps to its end.
 *
 * @param id unique; what logs, headers and events call it
 * @param chain the links in the order they are tried
 * @param prompt what is asked
 * @param deadline when it must be over
 * @param settings the configuration in force when it started
 * @param streamed whether the answer is wanted in pieces; then the deadline is that of the first
 */
public record Generation(
    String id, Chain chain, Prompt prompt, Deadline deadline, Settings settings, boolean streamed) {
  /** A generation whose answer is wanted whole. */
  public Generation(String id, Chain chain, Prompt prompt, Deadline deadline, Settings settings) {
    this(id, chain, prompt, deadline, settings, false);
  }

  /** Checks that all is there. */
  public Generation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(settings, "settings");
  }
}
