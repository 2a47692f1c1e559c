package io.llmfailover.config;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what the configuration says about a model: {@code llm.model.<provider>/<model>.*}. */
final class ModelOverrides {
  private static final ValueFormat<Integer> TOKENS = Formats.wholeNumber(1, 999_999_999);
  private static final List<String> PRICES =
      List.of("price.input", "price.output", "price.cached-input", "price.cache-write");

  private final CheckedValues values;

  ModelOverrides(CheckedValues values) {
    this.values = values;
  }

  /** The settings there are for a model. */
  static List<String> settings() {
    List<String> all = new ArrayList<>(List.of("context-window", "max-output-tokens"));
    all.addAll(PRICES);
    for (Capability capability : Capability.values()) {
      all.add(setting(capability));
    }
    return all;
  }

  /** The name of a capability in the catalogue's file, for instance {@code json_schema}. */
  static String jsonName(Capability capability) {
    return capability.name().toLowerCase(Locale.ROOT);
  }

  private static String setting(Capability capability) {
    return jsonName(capability).replace('_', '-');
  }

  /** What is known about a link's model when the configuration has had its say. */
  ModelFacts read(LinkName link, ModelFacts base) {
    Optional<Integer> window = values.read(key(link, "context-window"), TOKENS);
    Optional<Integer> output = values.read(key(link, "max-output-tokens"), TOKENS);
    Set<Capability> able = capabilitiesBefore(base);
    boolean told = window.isPresent() || output.isPresent();
    for (Capability capability : Capability.values()) {
      Optional<Boolean> can = values.read(key(link, setting(capability)), Formats.TRUE_FALSE);
      told |= can.isPresent();
      if (can.isPresent() && can.get()) {
        able.add(capability);
      } else if (can.isPresent()) {
        able.remove(capability);
      }
    }
    return new ModelFacts(
        base.known() || told,
        window.orElse(base.contextWindow()),
        output.orElse(base.maxOutputTokens()),
        price(link, base.price()),
        base.known() || told ? able : Set.of(),
        base.retired(),
        base.replacement(),
        base.deprecated());
  }

  /**
   * A model nobody knows is taken to be able to do everything that would otherwise rule it out, so
   * that telling its window does not take it out of the running for tools.
   */
  private static Set<Capability> capabilitiesBefore(ModelFacts base) {
    Set<Capability> able = EnumSet.noneOf(Capability.class);
    able.addAll(
        base.known()
            ? base.capabilities()
            : EnumSet.complementOf(EnumSet.of(Capability.REASONING, Capability.PREFILL)));
    return able;
  }

  /** A configured price is flat: it holds for prompts of every size. */
  private Price price(LinkName link, Price base) {
    Optional<BigDecimal> input = values.read(key(link, PRICES.get(0)), Formats.PRICE);
    Optional<BigDecimal> output = values.read(key(link, PRICES.get(1)), Formats.PRICE);
    Optional<BigDecimal> cached = values.read(key(link, PRICES.get(2)), Formats.PRICE);
    Optional<BigDecimal> write = values.read(key(link, PRICES.get(3)), Formats.PRICE);
    if (input.isEmpty() && output.isEmpty() && cached.isEmpty() && write.isEmpty()) {
      return base;
    }
    Optional<Price.Tier> listed = base.tiers().stream().findFirst();
    Optional<BigDecimal> in = input.or(() -> listed.map(Price.Tier::input));
    Optional<BigDecimal> out = output.or(() -> listed.map(Price.Tier::output));
    if (in.isEmpty() || out.isEmpty()) {
      incomplete(link);
      return base;
    }
    Optional<Price.Tier> sameInput = listed.filter(tier -> input.isEmpty());
    return new Price(
        List.of(
            new Price.Tier(
                0,
                in.get(),
                cached.or(() -> sameInput.map(Price.Tier::cachedInput)).orElse(in.get()),
                write.or(() -> sameInput.map(Price.Tier::cacheWrite)).orElse(in.get()),
                out.get())));
  }

  private void incomplete(LinkName link) {
    for (String setting : PRICES) {
      String key = key(link, setting);
      values
          .find(key)
          .ifPresent(
              found ->
                  values.problem(
                      key,
                      found.value(),
                      found.source(),
                      "the catalogue has no price for this model; allowed are price.input and"
                          + " price.output together"));
    }
  }

  private static String key(LinkName link, String setting) {
    return "llm.model." + link + "." + setting;
  }
}
