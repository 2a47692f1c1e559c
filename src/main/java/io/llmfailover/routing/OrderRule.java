package io.llmfailover.routing;

import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.LinkPreference;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.LinkHealth;
import io.llmfailover.failover.RoutingRule;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts a configured chain's cheapest or fastest links first ({@code llm.order}). Links of which
 * price or speed is not known come last, in the order they are listed. Who named a link, or
 * several, has chosen the order himself. Thread-safe.
 */
@ApplicationScoped
@Priority(RoutingRule.ORDER)
public class OrderRule implements RoutingRule {
  /** What an answer has when its caller sets no limit: about a page. */
  static final int USUAL_OUTPUT_TOKENS = 500;

  private LinkHealth health;

  /** For the proxy. */
  protected OrderRule() {}

  /** With what is known about the links' speed. */
  @Inject
  public OrderRule(LinkHealth health) {
    this.health = health;
  }

  @Override
  public List<Link> order(Chain chain, Prompt prompt, Settings settings, List<Link> links) {
    Chain configured = settings.chains().get(chain.name());
    if (configured == null) {
      return links;
    }
    LinkPreference preference = settings.chainSettings(chain.name()).order();
    return switch (preference) {
      case AS_LISTED -> links;
      case CHEAPEST -> {
        Usage expected = expected(prompt);
        yield ordered(configured, links, link -> link.facts().price().costOf(expected));
      }
      case FASTEST -> ordered(configured, links, health::usualTime);
    };
  }

  /** What a routed prompt can fall back on stays behind the links of the chain it is routed to. */
  private static <T extends Comparable<? super T>> List<Link> ordered(
      Chain configured, List<Link> links, Function<Link, Optional<T>> measure) {
    Set<LinkName> own =
        configured.links().stream().map(Link::name).collect(Collectors.toUnmodifiableSet());
    Map<Boolean, List<Link>> parts =
        links.stream().collect(Collectors.partitioningBy(link -> own.contains(link.name())));
    List<Link> order = new ArrayList<>(leastFirst(parts.get(true), measure));
    order.addAll(leastFirst(parts.get(false), measure));
    return order;
  }

  private static <T extends Comparable<? super T>> List<Link> leastFirst(
      List<Link> links, Function<Link, Optional<T>> measure) {
    // Measured once: what a link's speed is may change while it is sorted by.
    Map<Link, T> known = new HashMap<>();
    links.forEach(link -> measure.apply(link).ifPresent(value -> known.put(link, value)));
    List<Link> order = new ArrayList<>(links);
    order.sort(
        (one, other) -> {
          T ofOne = known.get(one);
          T ofOther = known.get(other);
          if (ofOne == null || ofOther == null) {
            return Boolean.compare(ofOne == null, ofOther == null);
          }
          return ofOne.compareTo(ofOther);
        });
    return order;
  }

  private static Usage expected(Prompt prompt) {
    return Usage.estimated(prompt.size().tokens(), prompt.maxTokens().orElse(USUAL_OUTPUT_TOKENS));
  }
}
