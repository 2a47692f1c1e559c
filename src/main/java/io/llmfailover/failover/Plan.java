package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.LinkHealth.Admission.Resting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would happen to a prompt now: the links in the order they would be tried, and the others
 * with the reason they would be passed over.
 *
 * @param route its chain, and how it came to it
 * @param tried in order
 * @param postponed those of {@code tried} that come last because they write less than was asked
 *     for; they are asked only when no other gives an answer
 * @param skipped in order
 */
public record Plan(
    Route route,
    List<Link> tried,
    Map<Link, LinkGate.Refusal> postponed,
    Map<Link, LinkGate.Refusal> skipped) {
  static Plan of(Route route, Prompt prompt, Settings settings, WalkTools tools) {
    List<Link> tried = new ArrayList<>();
    Map<Link, LinkGate.Refusal> skipped = new LinkedHashMap<>();
    OutputLength length = OutputLength.of(prompt);
    LinkQueue queue = new LinkQueue(LinkOrder.of(route.chain(), prompt, settings, tools), length);
    for (Optional<Link> next = queue.next(); next.isPresent(); next = queue.next()) {
      Link link = next.get();
      Optional<LinkGate.Refusal> refusal = tools.refusalOf(link, prompt);
      if (refusal.isPresent()) {
        skipped.put(link, refusal.get());
      } else if (tools.health().look(settings, link) instanceof Resting rest) {
        skipped.put(link, new LinkGate.Refusal(rest.reason(), rest.message()));
        queue.setAside(link, rest);
      } else {
        tried.add(link);
      }
    }
    if (tried.isEmpty()) {
      queue
          .shortestGuess()
          .filter(link -> skipped.get(link).reason() == SkipReason.COOLING_DOWN)
          .ifPresent(
              link -> {
                skipped.remove(link);
                tried.add(link);
              });
    }
    return new Plan(route, List.copyOf(tried), postponed(tried, length), skipped);
  }

  private static Map<Link, LinkGate.Refusal> postponed(List<Link> tried, OutputLength length) {
    Map<Link, LinkGate.Refusal> shorter = new LinkedHashMap<>();
    boolean longerBefore = false;
    for (Link link : tried) {
      if (length.fits(link)) {
        longerBefore = true;
      } else if (longerBefore) {
        shorter.put(link, length.tooShort(link));
      }
    }
    return shorter;
  }

  /** The chain. */
  public Chain chain() {
    return route.chain();
  }
}
