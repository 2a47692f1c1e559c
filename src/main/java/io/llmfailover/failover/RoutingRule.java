package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import java.util.List;

/** Puts the links of a chain into another order before a generation starts. Thread-safe, quick. */
@FunctionalInterface
public interface RoutingRule {
  /**
   * The links in the order they shall be tried: the same links, none added and none left out.
   *
   * @param links the order so far
   */
  List<Link> order(Chain chain, Prompt prompt, Settings settings, List<Link> links);
}
