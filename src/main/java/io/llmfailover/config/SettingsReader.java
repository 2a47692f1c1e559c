package io.llmfailover.config;

import io.llmfailover.chain.Chain;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns configured values into {@link Settings}, all or nothing. Used once for each reading. */
public final class SettingsReader {
  private final CheckedValues values;
  private final ModelCatalogue shipped = ModelCatalogue.shipped();
  private final LinkLists lists;
  private final ProviderReader providerReader;
  private final boolean simulator;

  private SettingsReader(ConfiguredValues source) {
    this.values = new CheckedValues(source);
    this.lists = new LinkLists(values);
    this.simulator = values.read("llm.simulator", Formats.ON_OFF, false);
    this.providerReader = new ProviderReader(values, simulator);
  }

  /**
   * What came of one reading.
   *
   * @param settings valid as a whole
   * @param warnings what may stay as it is but deserves a look; for the log, once each
   */
  public record Reading(Settings settings, List<String> warnings) {
    /** Copies the warnings. */
    public Reading {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads everything.
   *
   * @throws InvalidConfigurationException when values are wrong; names all of them
   */
  public static Reading read(ConfiguredValues source) {
    return new SettingsReader(source).read();
  }

  private Reading read() {
    Optional<List<LinkName>> configuredChain = lists.defaultChain();
    Map<String, ProviderSettings> providers = readProviders();
    Map<String, List<LinkName>> chains = new LinkedHashMap<>();
    chains.put(
        Chain.DEFAULT, configuredChain.orElseGet(() -> chainWithoutConfiguration(providers)));
    chains.putAll(lists.named());

    Set<LinkName> used = linksIn(chains.values(), lists.fallbacks().values());
    Set<String> models = used.stream().map(LinkName::model).collect(Collectors.toSet());
    SubstituteReader substitutes = new SubstituteReader(values, models);
    Substitutes aliases = substitutes.read("llm.alias.", ShippedDefaults.ALIASES, model -> model);
    Substitutes replaced = substitutes.read("llm.replace.", Map.of(), name -> bareName(name));
    ConfiguredCatalogue catalogue = catalogue(aliases, used, providers);
    Map<LinkName, Timeouts> timeouts = timeouts(catalogue, used, providers);
    GenerationReader common = new GenerationReader(values);
    GenerationSettings generation = common.generation();
    AccessSettings access = common.access();
    WarmUpSettings warmUp = common.warmUp();
    HealthSettings health = common.health();
    ChainSettingsReader tunables = new ChainSettingsReader(values);
    ChainSettings general = tunables.general();
    Set<String> names = new HashSet<>(chains.keySet());
    names.remove(Chain.DEFAULT);
    Map<String, ChainSettings> perChain = tunables.perChain(names);
    RouteSettings routes = new RouteReader(values, chains.keySet()).read();
    values.refuseProblems();

    warnOfMissingKeys(used, providers);
    warnOfUnknownKeys();
    Links links = new Links(providers, catalogue, aliases, timeouts);
    Settings settings =
        new SettingsSnapshot(
            providers,
            links,
            new Chains(links, catalogue, chains, lists.fallbacks(), likelyModels(aliases)),
            new Replacements(generation.replaceRetired(), replaced),
            catalogue,
            generation,
            health,
            general,
            perChain,
            routes,
            access,
            warmUp,
            simulator);
    return new Reading(settings, values.warnings());
  }

  /** Built-in ones first, then in alphabetical order. Fallbacks may name further providers. */
  private Map<String, ProviderSettings> readProviders() {
    Set<String> names = new LinkedHashSet<>();
    BuiltInProvider.there(simulator).forEach(builtIn -> names.add(builtIn.id()));
    Deque<String> pending = new ArrayDeque<>(names);
    pending.addAll(providerReader.namesWithUrl());
    pending.addAll(lists.providersNamed());
    Set<String> own = new LinkedHashSet<>();
    while (!pending.isEmpty()) {
      String name = pending.poll();
      boolean fresh = own.add(name);
      if (fresh) {
        lists.readFallback(name);
        pending.addAll(lists.providersNamed());
      }
    }
    own.stream().sorted().forEach(names::add);
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    for (String name : names) {
      providerReader
          .read(name, lists.firstUse(name))
          .ifPresent(provider -> providers.put(name, provider));
    }
    return providers;
  }

  /** The simulator shows something only to those who have nothing real to call. */
  private List<LinkName> chainWithoutConfiguration(Map<String, ProviderSettings> providers) {
    Set<String> inChain =
        ShippedDefaults.DEFAULT_CHAIN.stream().map(LinkName::provider).collect(Collectors.toSet());
    boolean somethingReal =
        providers.values().stream()
            .filter(provider -> !provider.name().equals(BuiltInProvider.SIMULATOR.id()))
            .anyMatch(
                provider ->
                    provider.key().isPresent()
                        || (provider.keyless() && inChain.contains(provider.name())));
    return simulator && !somethingReal
        ? ShippedDefaults.DEMONSTRATION_CHAIN
        : ShippedDefaults.DEFAULT_CHAIN;
  }

  private ConfiguredCatalogue catalogue(
      Substitutes aliases, Set<LinkName> used, Map<String, ProviderSettings> providers) {
    ConfiguredCatalogue base = new ConfiguredCatalogue(shipped, aliases, Map.of());
    ModelOverrides overrides = new ModelOverrides(values);
    Map<LinkName, ModelFacts> configured = new HashMap<>();
    for (LinkName link : withConfigured(used, "llm.model.", ModelOverrides.settings(), providers)) {
      ModelFacts before = base.facts(link.provider(), link.model());
      ModelFacts after = overrides.read(link, before);
      if (!after.equals(before)) {
        configured.put(link, after);
      }
    }
    return new ConfiguredCatalogue(shipped, aliases, configured);
  }

  private Map<LinkName, Timeouts> timeouts(
      ConfiguredCatalogue catalogue, Set<LinkName> used, Map<String, ProviderSettings> providers) {
    LinkTimeouts reader = new LinkTimeouts(values);
    Map<LinkName, Timeouts> timeouts = new HashMap<>();
    for (LinkName link : withConfigured(used, "llm.link.", LinkTimeouts.settings(), providers)) {
      ProviderSettings provider = providers.get(link.provider());
      if (provider != null) {
        ModelFacts facts = catalogue.facts(link.provider(), link.model());
        timeouts.put(link, reader.read(link, provider.timeouts(), facts));
      }
    }
    return timeouts;
  }

  /**
   * The links in use, and those of known providers that keys {@code <prefix><link>.<setting>} name.
   */
  private Set<LinkName> withConfigured(
      Set<LinkName> used,
      String prefix,
      List<String> settings,
      Map<String, ProviderSettings> providers) {
    Set<LinkName> all = new LinkedHashSet<>(used);
    for (String name : values.namesBehind(prefix)) {
      settings.stream()
          .map(setting -> "." + setting)
          .filter(name::endsWith)
          .map(end -> name.substring(0, name.length() - end.length()))
          .map(LinkLists::link)
          .flatMap(Optional::stream)
          .filter(link -> providers.containsKey(link.provider()))
          .forEach(all::add);
    }
    return all;
  }

  private void warnOfMissingKeys(Set<LinkName> used, Map<String, ProviderSettings> providers) {
    Set<String> inUse = used.stream().map(LinkName::provider).collect(Collectors.toSet());
    providers.values().stream()
        .filter(provider -> inUse.contains(provider.name()) && !provider.usable())
        .forEach(provider -> values.warn(ConfigLog.noApiKey(provider.name())));
  }

  private void warnOfUnknownKeys() {
    for (String key : values.unknownKeys()) {
      String nearest = NearestName.to(key, values.knownKeys());
      values.warn(ConfigLog.unknownKey(CheckedValues.printable(key), nearest));
    }
  }

  private Set<String> likelyModels(Substitutes aliases) {
    Set<String> models = new LinkedHashSet<>(shipped.models());
    models.addAll(aliases.byModel().keySet());
    return models;
  }

  /** The same model at another provider is another model: only its own provider's name goes. */
  private String bareName(String written) {
    return LinkLists.link(written)
        .filter(
            link -> shipped.providerOf(link.model()).filter(link.provider()::equals).isPresent())
        .map(LinkName::model)
        .orElse(written);
  }

  private static Set<LinkName> linksIn(
      Collection<List<LinkName>> chains, Collection<List<LinkName>> fallbacks) {
    List<LinkName> all = new ArrayList<>();
    Stream.concat(chains.stream(), fallbacks.stream()).forEach(all::addAll);
    return new LinkedHashSet<>(all);
  }
}
