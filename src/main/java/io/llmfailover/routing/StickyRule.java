package io.llmfailover.routing;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Prompt;
import io.llmfailover.Ticker;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.AttemptListener;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.RoutingRule;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the link that answered first for a while after a switch that a sick link caused ({@code
 * llm.sticky}), per chain and node. A link that failed only because of this prompt causes no switch
 * of that kind. Thread-safe.
 */
@ApplicationScoped
@Priority(RoutingRule.STICKY)
public class StickyRule implements RoutingRule, AttemptListener {
  private Ticker ticker;
  private final Map<String, Stuck> byChain = new ConcurrentHashMap<>();

  /** For the proxy. */
  protected StickyRule() {}

  /** On this time. */
  @Inject
  public StickyRule(Ticker ticker) {
    this.ticker = ticker;
  }

  /** The link that stays first, since when. */
  private record Stuck(LinkName link, long sinceNanos) {}

  @Override
  public List<Link> order(Chain chain, Prompt prompt, Settings settings, List<Link> links) {
    Stuck stuck = byChain.get(chain.name());
    if (stuck == null) {
      return links;
    }
    // Asked for the span now in force: a shorter one, or off, counts at once.
    Duration span = settings.chainSettings(chain.name()).sticky();
    if (ticker.nanos() - stuck.sinceNanos() >= span.toNanos()) {
      byChain.remove(chain.name(), stuck);
      return links;
    }
    return withFirst(links, stuck.link());
  }

  private static List<Link> withFirst(List<Link> links, LinkName first) {
    for (int i = 1; i < links.size(); i++) {
      if (links.get(i).name().equals(first)) {
        List<Link> order = new ArrayList<>(links);
        order.add(0, order.remove(i));
        return order;
      }
    }
    return links;
  }

  @Override
  public void answered(Generation generation, Answer answer, Duration took) {
    String chain = generation.chain().name();
    if (generation.settings().chainSettings(chain).sticky().isZero()
        || !generation.settings().chains().containsKey(chain)) {
      // Chains that exist for one request only are not remembered: callers can make any number.
      return;
    }
    boolean sick =
        answer.attempts().stream()
            .anyMatch(
                attempt ->
                    attempt instanceof Attempt.Failed failed
                        && failed.reason().countsAgainstHealth());
    if (sick) {
      byChain.put(
          chain, new Stuck(new LinkName(answer.provider(), answer.model()), ticker.nanos()));
    }
  }
}
