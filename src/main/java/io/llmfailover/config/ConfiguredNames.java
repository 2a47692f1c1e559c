package io.llmfailover.config;

import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The chains and links one configuration names: links of chains, links of fallbacks, and what
 * replaces a retired one of these. What callers send is not among them, so their number is bounded
 * by the configuration. Immutable.
 */
public final class ConfiguredNames {
  /** Stands for any model, to learn what follows a link that is asked for by name. */
  private static final String ANY_MODEL = "any";

  private final Set<String> chains;
  private final Set<String> providers;
  private final Map<LinkName, Link> links;

  private ConfiguredNames(Set<String> chains, Set<String> providers, Map<LinkName, Link> links) {
    this.chains = Set.copyOf(chains);
    this.providers = Set.copyOf(providers);
    this.links = Collections.unmodifiableMap(links);
  }

  /** All that these settings name. */
  public static ConfiguredNames of(Settings settings) {
    Map<LinkName, Link> links = new LinkedHashMap<>();
    settings.chains().values().forEach(chain -> chain.links().forEach(link -> add(link, links)));
    for (String provider : settings.providers().keySet()) {
      settings
          .chainFor(provider + "/" + ANY_MODEL)
          .map(Chain::links)
          .ifPresent(all -> all.subList(1, all.size()).forEach(link -> add(link, links)));
    }
    for (Link link : Set.copyOf(links.values())) {
      settings.replacementOf(link).ifPresent(replacement -> add(replacement, links));
    }
    return new ConfiguredNames(settings.chains().keySet(), settings.providers().keySet(), links);
  }

  private static void add(Link link, Map<LinkName, Link> links) {
    links.putIfAbsent(link.name(), link);
  }

  /** The links, each once, chains' links first and in their order. */
  public Collection<Link> links() {
    return links.values();
  }

  /** The chains' names. */
  public Set<String> chains() {
    return chains;
  }

  /** Whether a provider of this name is configured. */
  public boolean hasProvider(String provider) {
    return providers.contains(provider);
  }

  /** Whether the link is one of {@link #links()}. */
  public boolean hasLink(LinkName name) {
    return links.containsKey(name);
  }
}
