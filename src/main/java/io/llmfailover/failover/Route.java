package io.llmfailover.failover;

import io.llmfailover.chain.Chain;
import java.util.Objects;

/**
 * The chain of a prompt, and how it came to it.
 *
 * @param chain the chain
 * @param reason what decided, in one short line such as {@code complexity=simple}; empty when the
 *     chain is the one that was asked for
 */
public record Route(Chain chain, String reason) {
  /** Checks that both are there. */
  public Route {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(reason, "reason");
  }

  /** To the chain that was asked for. */
  static Route asAsked(Chain chain) {
    return new Route(chain, "");
  }
}
