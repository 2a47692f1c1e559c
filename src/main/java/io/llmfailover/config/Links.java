package io.llmfailover.config;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.util.Map;
import java.util.Optional;

/** Makes links of their names. Immutable. */
final class Links {
  private final Map<String, ProviderSettings> providers;
  private final Catalogue catalogue;
  private final Substitutes aliases;
  private final Map<LinkName, Timeouts> timeouts;

  Links(
      Map<String, ProviderSettings> providers,
      Catalogue catalogue,
      Substitutes aliases,
      Map<LinkName, Timeouts> timeouts) {
    this.providers = Map.copyOf(providers);
    this.catalogue = catalogue;
    this.aliases = aliases;
    this.timeouts = Map.copyOf(timeouts);
  }

  /** The link of that name; empty when the provider is not known. */
  Optional<Link> named(LinkName name) {
    return Optional.ofNullable(providers.get(name.provider()))
        .map(provider -> link(name, provider));
  }

  /** Whether there is a provider of that name. */
  boolean hasProvider(String name) {
    return providers.containsKey(name);
  }

  private Link link(LinkName name, ProviderSettings provider) {
    ModelFacts facts = catalogue.facts(name.provider(), name.model());
    Timeouts own = timeouts.get(name);
    return new Link(
        name,
        aliases.last(name.model()),
        provider,
        facts,
        own == null ? usual(provider.timeouts(), facts) : own);
  }

  /** A model that reasons may be silent for as long as an attempt may take. */
  static Timeouts usual(Timeouts ofProvider, ModelFacts facts) {
    return new Timeouts(
        ofProvider.attempt(),
        facts.has(Capability.REASONING) ? ofProvider.attempt() : ofProvider.firstToken(),
        ofProvider.idle(),
        ofProvider.connect());
  }
}
