package io.llmfailover.failover;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at chains as they are configured, and says what they are worth. Calls nobody; plain Java.
 */
final class ChainInspection {
  private final Settings settings;
  private final Chain chain;
  private final List<TypedPoint> needs;
  private final List<Link> usable;

  private ChainInspection(Settings settings, Chain chain, List<TypedPoint> needs) {
    this.settings = settings;
    this.chain = chain;
    this.needs = needs;
    this.usable = chain.links().stream().filter(link -> link.provider().usable()).toList();
  }

  /** Reports on all chains, in their order. */
  static List<ChainReport> of(Settings settings, List<TypedPoint> needs) {
    List<ChainReport> reports = new ArrayList<>();
    settings
        .chains()
        .forEach(
            (name, chain) -> {
              List<TypedPoint> own =
                  needs.stream()
                      .filter(
                          need ->
                              (need.chain().isEmpty() ? Chain.DEFAULT : need.chain()).equals(name))
                      .toList();
              reports.add(new ChainInspection(settings, chain, own).report());
            });
    return reports;
  }

  private ChainReport report() {
    List<ChainReport.OfLink> links = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    redundancy(findings);
    for (Link link : chain.links()) {
      LinkInspection inspection = new LinkInspection(settings, link);
      links.add(inspection.report());
      findings.addAll(inspection.findings());
    }
    needs.forEach(need -> schema(need, findings));
    deadline(findings);
    firstToken(findings);
    return new ChainReport(
        chain.name(),
        links,
        sum(link -> link.timeouts().attempt()),
        sum(ChainInspection::withRetries),
        sum(ChainInspection::firstToken),
        settings.generation().deadline(),
        findings);
  }

  private void redundancy(List<Finding> findings) {
    List<String> providers =
        usable.stream().map(link -> link.name().provider()).distinct().toList();
    if (usable.isEmpty()) {
      findings.add(
          Finding.warning(
              "no_link_ready",
              "",
              "no link has a key: every generation fails. Give one to "
                  + chain.links().stream()
                      .map(link -> link.name().provider())
                      .distinct()
                      .collect(Collectors.joining(" or "))));
    } else if (usable.size() == 1) {
      findings.add(
          Finding.warning(
              "one_link",
              usable.get(0).toString(),
              "no other link can be called: there is nothing to fail over to"));
    } else if (providers.size() == 1 && !LinkInspection.simulated(usable.get(0))) {
      findings.add(
          Finding.warning(
              "one_provider",
              "",
              "all links that can be called are of "
                  + providers.get(0)
                  + ": when it is down, or its key is out of money, all of them are out"));
    }
  }

  private void schema(TypedPoint need, List<Finding> findings) {
    List<Link> inWords =
        usable.stream().filter(link -> link.facts().lacks(Capability.JSON_SCHEMA)).toList();
    if (inWords.isEmpty()) {
      return;
    }
    String message =
        need.type().getTypeName()
            + " is asked for at "
            + need.place()
            + ", and its schema reaches "
            + inWords.stream().map(Link::toString).collect(Collectors.joining(", "))
            + " without a setting of the provider's for it";
    findings.add(
        inWords.size() == usable.size()
            ? Finding.warning("schema_in_words", "", message + ": no link of this chain has one")
            : Finding.info("schema_in_words", "", message));
  }

  private void deadline(List<Finding> findings) {
    Duration deadline = settings.generation().deadline();
    Duration worst = sum(link -> link.timeouts().attempt());
    if (usable.size() < 2 || worst.compareTo(deadline) <= 0) {
      return;
    }
    Duration patience = settings.generation().patience();
    findings.add(
        Finding.info(
            "deadline",
            "",
            "worst case "
                + sumInWords(link -> link.timeouts().attempt(), worst)
                + " ("
                + Seconds.of(sum(ChainInspection::withRetries))
                + " with retries"
                + (patience.isZero()
                    ? ""
                    : ", and up to " + Seconds.of(patience) + " for each rate limit")
                + ") against a deadline of "
                + Seconds.of(deadline)
                + ": the last links get less time: at least "
                + Seconds.of(least(deadline))
                + " each (llm.deadline.reserve)"));
  }

  /** A stream must have its first token by the deadline. */
  private void firstToken(List<Finding> findings) {
    Duration deadline = settings.generation().deadline();
    Duration worst = sum(ChainInspection::firstToken);
    if (usable.size() > 1 && worst.compareTo(deadline) > 0) {
      findings.add(
          Finding.info(
              "first_token",
              "",
              "streams: up to "
                  + sumInWords(ChainInspection::firstToken, worst)
                  + " until the last link's first token, against a deadline of "
                  + Seconds.of(deadline)));
    }
  }

  /** What each link gets however long those before it take: see the walk. */
  private Duration least(Duration deadline) {
    Duration reserve = settings.generation().reserve();
    Duration fair = deadline.dividedBy(usable.size());
    return reserve.compareTo(fair) < 0 ? reserve : fair;
  }

  private Duration sum(Function<Link, Duration> span) {
    return usable.stream().map(span).reduce(Duration.ZERO, Duration::plus);
  }

  /** For instance {@code 2 × 60 s + 30 s = 150 s}. */
  private String sumInWords(Function<Link, Duration> span, Duration sum) {
    Map<Duration, Integer> counts = new LinkedHashMap<>();
    usable.forEach(link -> counts.merge(span.apply(link), 1, Integer::sum));
    return counts.entrySet().stream()
            .map(
                each ->
                    (each.getValue() == 1 ? "" : each.getValue() + " × ")
                        + Seconds.of(each.getKey()))
            .collect(Collectors.joining(" + "))
        + " = "
        + Seconds.of(sum);
  }

  private static Duration withRetries(Link link) {
    return link.timeouts().attempt().multipliedBy(1L + link.provider().retries());
  }

  private static Duration firstToken(Link link) {
    Duration first = link.timeouts().firstToken();
    Duration attempt = link.timeouts().attempt();
    return first.compareTo(attempt) < 0 ? first : attempt;
  }
}
