package io.llmfailover.config;

import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ProviderSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of the configuration. */
final class SettingsSnapshot implements Settings {
  private final Map<String, ProviderSettings> providers;
  private final Links links;
  private final Chains chains;
  private final Replacements replacements;
  private final Catalogue catalogue;
  private final GenerationSettings generation;
  private final HealthSettings health;
  private final ChainSettings general;
  private final Map<String, ChainSettings> perChain;
  private final RouteSettings routes;
  private final AccessSettings access;
  private final WarmUpSettings warmUp;
  private final boolean simulator;

  SettingsSnapshot(
      Map<String, ProviderSettings> providers,
      Links links,
      Chains chains,
      Replacements replacements,
      Catalogue catalogue,
      GenerationSettings generation,
      HealthSettings health,
      ChainSettings general,
      Map<String, ChainSettings> perChain,
      RouteSettings routes,
      AccessSettings access,
      WarmUpSettings warmUp,
      boolean simulator) {
    this.providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    this.links = links;
    this.chains = chains;
    this.replacements = replacements;
    this.catalogue = catalogue;
    this.generation = generation;
    this.health = health;
    this.general = general;
    this.perChain = Map.copyOf(perChain);
    this.routes = routes;
    this.access = access;
    this.warmUp = warmUp;
    this.simulator = simulator;
  }

  @Override
  public Chain defaultChain() {
    return chains.byDefault();
  }

  @Override
  public Map<String, Chain> chains() {
    return chains.all();
  }

  @Override
  public Map<String, ProviderSettings> providers() {
    return providers;
  }

  @Override
  public Optional<Chain> chainFor(String model) {
    return chains.meantBy(model);
  }

  @Override
  public Optional<Chain> chainOf(List<String> models) {
    return chains.of(models);
  }

  @Override
  public Optional<Link> link(LinkName name) {
    return links.named(name);
  }

  @Override
  public Optional<Link> replacementOf(Link retired) {
    return replacements.of(retired, links);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public GenerationSettings generation() {
    return generation;
  }

  @Override
  public HealthSettings health() {
    return health;
  }

  @Override
  public ChainSettings chainSettings(String chain) {
    return perChain.getOrDefault(chain, general);
  }

  @Override
  public RouteSettings routes() {
    return routes;
  }

  @Override
  public AccessSettings access() {
    return access;
  }

  @Override
  public WarmUpSettings warmUp() {
    return warmUp;
  }

  @Override
  public boolean simulator() {
    return simulator;
  }

  /** Names what there is; nothing in it is a secret. */
  @Override
  public String toString() {
    return "Settings[chains=" + chains.all().keySet() + ", providers=" + providers.values() + "]";
  }
}
