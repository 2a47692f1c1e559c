package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would happen to a prompt now: the links in the order they would be tried, and the others
 * with the reason they would be passed over.
 *
 * @param chain the chain
 * @param tried in order
 * @param skipped in the order of the chain
 */
public record Plan(Chain chain, List<Link> tried, Map<Link, LinkGate.Refusal> skipped) {
  static Plan of(Chain chain, Prompt prompt, List<LinkGate> gates) {
    List<Link> tried = new ArrayList<>();
    Map<Link, LinkGate.Refusal> skipped = new LinkedHashMap<>();
    for (Link link : chain.links()) {
      Optional<LinkGate.Refusal> refusal =
          gates.stream().flatMap(gate -> gate.refuse(link, prompt).stream()).findFirst();
      refusal.ifPresentOrElse(why -> skipped.put(link, why), () -> tried.add(link));
    }
    return new Plan(chain, List.copyOf(tried), skipped);
  }
}
