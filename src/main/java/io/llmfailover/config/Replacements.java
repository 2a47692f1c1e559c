package io.llmfailover.config;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import java.util.Optional;

/**
 * What stands in for a retired model.
 *
 * @param on {@code llm.replace-retired}
 * @param configured {@code llm.replace.<model>}: a link, or a bare model of the same provider
 */
record Replacements(boolean on, Substitutes configured) {
  /** The link instead of {@code retired}, when there is one. */
  Optional<Link> of(Link retired, Links links) {
    if (!on) {
      return Optional.empty();
    }
    return configured
        .of(retired.name().model())
        .or(() -> configured.of(retired.wireModel()))
        .map(written -> nameOf(written, retired, links))
        .or(() -> listed(retired))
        .flatMap(links::named)
        .filter(link -> !link.name().equals(retired.name()));
  }

  private static LinkName nameOf(String written, Link retired, Links links) {
    return LinkLists.link(written)
        .filter(link -> links.hasProvider(link.provider()))
        .orElseGet(() -> new LinkName(retired.name().provider(), written));
  }

  private static Optional<LinkName> listed(Link retired) {
    return Optional.of(retired.facts())
        .filter(facts -> facts.retired())
        .flatMap(facts -> facts.replacementIfAny())
        .map(model -> new LinkName(retired.name().provider(), model));
  }
}
