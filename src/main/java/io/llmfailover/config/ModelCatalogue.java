package io.llmfailover.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models this release knows, from {@code models.json} beside this class. Facts belong to a
 * provider's model: the same model at another provider may cost something else.
 */
final class ModelCatalogue implements Catalogue {
  private static final String RESOURCE = "models.json";
  private static final Pattern SIZE_TIER = Pattern.compile("above_(\\d+)k");

  private final Map<LinkName, ModelFacts> facts = new HashMap<>();
  private final Map<String, String> providers = new LinkedHashMap<>();

  private ModelCatalogue(JsonNode models) {
    for (Map.Entry<String, JsonNode> entry : models.properties()) {
      String provider = entry.getValue().path("provider").asText();
      add(nameOf(provider, entry.getKey()), factsOf(entry.getValue()));
    }
    // After all names of their own, so that an alias never hides a model.
    for (Map.Entry<String, JsonNode> entry : models.properties()) {
      String provider = entry.getValue().path("provider").asText();
      for (JsonNode alias : entry.getValue().path("aliases")) {
        add(new LinkName(provider, alias.asText()), factsOf(entry.getValue()));
      }
    }
  }

  /** The catalogue of this release, read once. */
  static ModelCatalogue shipped() {
    return Shipped.CATALOGUE;
  }

  @Override
  public ModelFacts facts(String provider, String model) {
    return facts.getOrDefault(new LinkName(provider, model), ModelFacts.UNKNOWN);
  }

  /** Of several providers that serve a model, the one listed first. */
  @Override
  public Optional<String> providerOf(String model) {
    return Optional.ofNullable(providers.get(model));
  }

  @Override
  public boolean lists(String provider, String model) {
    return facts(provider, model).known();
  }

  @Override
  public Optional<String> nearest(String provider, String model) {
    List<String> others =
        facts.keySet().stream()
            .filter(name -> name.provider().equals(provider) && !name.model().equals(model))
            .map(LinkName::model)
            .sorted()
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    String nearest = NearestName.to(model, others);
    return NearestName.distance(model, nearest) <= Math.max(2, model.length() / 4)
        ? Optional.of(nearest)
        : Optional.empty();
  }

  /** All bare names, aliases included. */
  Set<String> models() {
    return Set.copyOf(providers.keySet());
  }

  private void add(LinkName name, ModelFacts known) {
    facts.putIfAbsent(name, known);
    providers.putIfAbsent(name.model(), name.provider());
  }

  /** {@code groq/x} of groq is x; {@code openai/gpt-oss-120b} of together stays what it is. */
  private static LinkName nameOf(String provider, String key) {
    String prefix = provider + "/";
    return new LinkName(provider, key.startsWith(prefix) ? key.substring(prefix.length()) : key);
  }

  private static ModelFacts factsOf(JsonNode model) {
    if (model.path("context_window").isNull()) {
      return ModelFacts.UNKNOWN; // The name is documented nowhere: nothing may be held against it.
    }
    return new ModelFacts(
        true,
        model.path("context_window").asInt(0),
        model.path("max_output_tokens").asInt(0),
        priceOf(model),
        capabilitiesOf(model.path("capabilities")),
        model.path("status").asText().equals("retired"),
        model.path("replacement").asText("").split(" or ")[0].strip(),
        model.path("status").asText().equals("deprecated"));
  }

  private static Set<Capability> capabilitiesOf(JsonNode flags) {
    Set<Capability> able = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (flags.path(ModelOverrides.jsonName(capability)).asBoolean(false)) {
        able.add(capability);
      }
    }
    return able;
  }

  private static Price priceOf(JsonNode model) {
    JsonNode plain = model.path("price_usd_per_1m");
    if (!plain.path("input").isNumber() || !plain.path("output").isNumber()) {
      return Price.UNKNOWN;
    }
    BigDecimal input = plain.get("input").decimalValue();
    BigDecimal cached = decimal(plain.path("cached_input"), input);
    BigDecimal write = decimal(plain.path("cache_write"), input);
    List<Price.Tier> tiers = new ArrayList<>();
    tiers.add(new Price.Tier(0, input, cached, write, plain.get("output").decimalValue()));
    for (Map.Entry<String, JsonNode> longer : model.path("long_prompt_price").properties()) {
      tiers.add(longerThan(threshold(longer.getKey()), longer.getValue(), tiers.get(0)));
    }
    tiers.sort(Comparator.comparingLong(Price.Tier::aboveInputTokens));
    return new Price(tiers);
  }

  /** The list has no cache prices for long prompts; vendors raise them as they raise the input. */
  private static Price.Tier longerThan(long tokens, JsonNode dearer, Price.Tier plain) {
    BigDecimal input = dearer.path("input").decimalValue();
    BigDecimal factor = input.divide(plain.input(), MathContext.DECIMAL64);
    return new Price.Tier(
        tokens,
        input,
        plain.cachedInput().multiply(factor),
        plain.cacheWrite().multiply(factor),
        dearer.path("output").decimalValue());
  }

  private static long threshold(String tier) {
    Matcher size = SIZE_TIER.matcher(tier);
    if (!size.matches()) {
      throw new IllegalStateException(RESOURCE + ": unknown price tier " + tier);
    }
    return Long.parseLong(size.group(1)) * 1000;
  }

  private static BigDecimal decimal(JsonNode number, BigDecimal otherwise) {
    return number.isNumber() ? number.decimalValue() : otherwise;
  }

  /** Reads the file when it is first needed. */
  private static final class Shipped {
    static final ModelCatalogue CATALOGUE = read();

    private static ModelCatalogue read() {
      JsonMapper mapper =
          JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
      try (InputStream file = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
        return new ModelCatalogue(mapper.readTree(file).path("models"));
      } catch (IOException broken) {
        throw new UncheckedIOException(RESOURCE + " cannot be read", broken);
      }
    }
  }
}
