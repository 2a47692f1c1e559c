package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** The order in which a chain's links are tried now: as the rules say, unhealthy ones last. */
final class LinkOrder {
  private LinkOrder() {}

  static List<Link> of(Chain chain, Prompt prompt, Settings settings, WalkTools tools) {
    List<Link> order = chain.links();
    for (RoutingRule rule : tools.rules()) {
      order = ordered(rule, chain, prompt, settings, order);
    }
    return unhealthyLast(order, settings, tools.health());
  }

  /** A rule that throws, or forgets its word to only reorder, changes nothing. */
  private static List<Link> ordered(
      RoutingRule rule, Chain chain, Prompt prompt, Settings settings, List<Link> before) {
    try {
      List<Link> order = rule.order(chain, prompt, settings, before);
      if (order == before || (order.size() == before.size() && order.containsAll(before))) {
        return order;
      }
      throw new IllegalStateException("adds or drops links");
    } catch (RuntimeException thrown) {
      ThrownLog.extensionFailed(rule, thrown);
      return before;
    }
  }

  private static List<Link> unhealthyLast(List<Link> links, Settings settings, LinkHealth health) {
    List<Link> last = new ArrayList<>();
    for (Link link : links) {
      if (health.unhealthy(settings, link)) {
        last.add(link);
      }
    }
    if (last.isEmpty()) {
      return links;
    }
    List<Link> order = new ArrayList<>(links);
    order.removeAll(last);
    order.addAll(last);
    return order;
  }
}
