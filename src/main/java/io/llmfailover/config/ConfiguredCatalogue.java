package io.llmfailover.config;

import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue as configured: an alias has the facts of the model that is sent, and what the
 * configuration says about a model wins.
 */
final class ConfiguredCatalogue implements Catalogue {
  private final Catalogue shipped;
  private final Substitutes aliases;
  private final Map<LinkName, ModelFacts> overrides;

  ConfiguredCatalogue(Catalogue shipped, Substitutes aliases, Map<LinkName, ModelFacts> overrides) {
    this.shipped = shipped;
    this.aliases = aliases;
    this.overrides = Map.copyOf(overrides);
  }

  @Override
  public ModelFacts facts(String provider, String model) {
    ModelFacts configured = overrides.get(new LinkName(provider, model));
    return configured == null ? shipped.facts(provider, aliases.last(model)) : configured;
  }

  @Override
  public Optional<String> providerOf(String model) {
    return shipped.providerOf(model).or(() -> shipped.providerOf(aliases.last(model)));
  }

  @Override
  public boolean lists(String provider, String model) {
    return shipped.lists(provider, aliases.last(model));
  }

  @Override
  public Optional<String> nearest(String provider, String model) {
    return shipped.nearest(provider, model);
  }
}
