package io.llmfailover.failover;

import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one link of a chain. */
final class LinkInspection {
  private static final String SIMULATOR = "simulator";

  private final Settings settings;
  private final Link link;
  private final ChainReport.Model model;
  private final Optional<String> replacement;

  LinkInspection(Settings settings, Link link) {
    this.settings = settings;
    this.link = link;
    this.model = model();
    this.replacement = replacement();
  }

  /** Whether nobody real answers behind this link: what holds for models does not hold for it. */
  static boolean simulated(Link link) {
    return link.name().provider().equals(SIMULATOR);
  }

  ChainReport.OfLink report() {
    return new ChainReport.OfLink(
        link.toString(),
        link.provider().usable(),
        model,
        replacement.orElse(""),
        link.facts().contextWindow(),
        link.facts().maxOutputTokens(),
        link.facts().capabilities(),
        link.timeouts(),
        link.provider().retries());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    switch (model) {
      case RETIRED -> findings.add(retired());
      case DEPRECATED -> findings.add(deprecated());
      case UNKNOWN -> unknown().ifPresent(findings::add);
      case KNOWN, DECLARED -> {}
    }
    if (link.provider().usable()) {
      timeouts(findings);
    }
    return findings;
  }

  private ChainReport.Model model() {
    if (link.facts().retired()) {
      return ChainReport.Model.RETIRED;
    }
    if (link.facts().deprecated()) {
      return ChainReport.Model.DEPRECATED;
    }
    if (!link.facts().known()) {
      return ChainReport.Model.UNKNOWN;
    }
    return settings.catalogue().lists(link.name().provider(), link.name().model())
        ? ChainReport.Model.KNOWN
        : ChainReport.Model.DECLARED;
  }

  private Optional<String> replacement() {
    Optional<String> taken = settings.replacementOf(link).map(Link::toString);
    return taken.isPresent() || model != ChainReport.Model.DEPRECATED
        ? taken
        : link.facts().replacementIfAny().map(named -> link.name().provider() + "/" + named);
  }

  private Finding retired() {
    String gone = "its provider has switched this model off; ";
    return Finding.warning(
        "retired_model",
        link.toString(),
        replacement
            .map(
                other ->
                    gone
                        + other
                        + " takes over when it is not found, at the price of a failed call: name"
                        + " that one in its place")
            .orElse(gone + "nothing takes over: take it out of the chain"));
  }

  private Finding deprecated() {
    return Finding.warning(
        "deprecated_model",
        link.toString(),
        "its provider has announced to switch this model off"
            + replacement.map(other -> "; it names " + other + " instead").orElse(""));
  }

  private Optional<Finding> unknown() {
    if (simulated(link)) {
      return Optional.empty();
    }
    String unknown = "this model is not in the catalogue";
    String declare =
        "llm.model." + link + ".context-window and the like tell what nobody else knows";
    Optional<String> nearest =
        settings.catalogue().nearest(link.name().provider(), link.name().model());
    if (nearest.isPresent() && link.provider().usable()) {
      return Optional.of(
          Finding.warning(
              "unknown_model",
              link.toString(),
              unknown + "; is " + nearest.get() + " meant? If not, " + declare));
    }
    return Optional.of(
        Finding.info(
            "unknown_model",
            link.toString(),
            unknown + ": its window, price and abilities are not looked at; " + declare));
  }

  private void timeouts(List<Finding> findings) {
    if (link.timeouts().attempt().compareTo(settings.generation().deadline()) > 0) {
      findings.add(
          Finding.info(
              "timeout_beyond_deadline",
              link.toString(),
              "its timeout of "
                  + Seconds.of(link.timeouts().attempt())
                  + " is never reached: llm.deadline is "
                  + Seconds.of(settings.generation().deadline())));
    }
    if (link.timeouts().connect().compareTo(link.timeouts().attempt()) >= 0) {
      findings.add(
          Finding.warning(
              "connect_timeout",
              link.toString(),
              "its connect timeout of "
                  + Seconds.of(link.timeouts().connect())
                  + " leaves nothing of its timeout of "
                  + Seconds.of(link.timeouts().attempt())));
    }
  }
}
