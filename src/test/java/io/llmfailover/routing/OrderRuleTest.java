package io.llmfailover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderRuleTest {
  /** Reads cheaply, writes dearly. */
  private static final String READER = "openai/reader";

  /** Reads dearly, writes cheaply. */
  private static final String WRITER = "gemini/writer";

  /** Nobody knows what it costs. */
  private static final String UNPRICED = "together/unpriced";

  private final Map<String, Duration> usual = new HashMap<>();

  @Test
  void keepsTheLinksAsListedByDefault() {
    Engine engine = engine("llm.chain", READER + ", " + WRITER);

    assertThat(order(engine, Prompt.of("?"))).containsExactly(READER, WRITER);
  }

  @Test
  void putsTheLinkFirstThatCostsLeastForThisPrompt() {
    Engine engine = engine("llm.order", "cheapest", "llm.chain", READER + ", " + WRITER);
    Prompt longAnswer = Prompt.builder().user("Write a story.").maxTokens(2000).build();
    Prompt longQuestion =
        Prompt.builder().user("Sum this up: " + "word ".repeat(4000)).maxTokens(50).build();

    assertThat(order(engine, longAnswer)).containsExactly(WRITER, READER);
    assertThat(order(engine, longQuestion)).containsExactly(READER, WRITER);
  }

  @Test
  void countsOnAPageOfAnswerWhenTheCallerSetsNoLimit() {
    Engine engine = engine("llm.order", "cheapest", "llm.chain", READER + ", " + WRITER);
    String words = "w ".repeat(2 * OrderRule.USUAL_OUTPUT_TOKENS);

    assertThat(order(engine, Prompt.of(words.substring(0, 1800)))).containsExactly(WRITER, READER);
    assertThat(order(engine, Prompt.of(words + words))).containsExactly(READER, WRITER);
  }

  @Test
  void putsLinksOfUnknownPriceLastInTheOrderTheyAreListed() {
    Engine engine =
        engine(
            "llm.order",
            "cheapest",
            "llm.chain",
            "together/z, " + READER + ", " + UNPRICED + ", " + WRITER + ", together/a");

    assertThat(order(engine, Prompt.of("?")))
        .containsExactly(WRITER, READER, "together/z", UNPRICED, "together/a");
  }

  @Test
  void countsTheTierOfThePromptsSize() {
    String tiered = "gemini/gemini-2.5-pro";
    Engine engine =
        engine(
            "llm.order",
            "cheapest",
            "llm.model.openai/flat.price.input",
            "2",
            "llm.model.openai/flat.price.output",
            "0",
            "llm.chain",
            "openai/flat, " + tiered);
    Prompt small = Prompt.builder().user("a".repeat(4 * 100_000)).maxTokens(1).build();
    Prompt large = Prompt.builder().user("a".repeat(4 * 250_000)).maxTokens(1).build();

    assertThat(order(engine, small)).first().isEqualTo(tiered);
    assertThat(order(engine, large)).first().isEqualTo("openai/flat");
  }

  @Test
  void putsTheLinkFirstThatUsuallyAnswersSoonest() {
    usual.put(READER, Duration.ofSeconds(3));
    usual.put(WRITER, Duration.ofMillis(900));
    Engine engine = engine("llm.order", "fastest", "llm.chain", READER + ", " + WRITER);

    assertThat(order(engine, Prompt.of("?"))).containsExactly(WRITER, READER);
  }

  @Test
  void putsLinksOfUnknownSpeedBehindKnownOnes() {
    usual.put(WRITER, Duration.ofSeconds(30));
    Engine engine =
        engine("llm.order", "fastest", "llm.chain", UNPRICED + ", " + READER + ", " + WRITER);

    assertThat(order(engine, Prompt.of("?"))).containsExactly(WRITER, UNPRICED, READER);
  }

  @Test
  void keepsTheLinksAsListedWhileNobodysSpeedIsKnown() {
    Engine engine =
        engine("llm.order", "fastest", "llm.chain", UNPRICED + ", " + READER + ", " + WRITER);

    assertThat(order(engine, Prompt.of("?"))).containsExactly(UNPRICED, READER, WRITER);
  }

  @Test
  void isSetPerChain() {
    String both = READER + ", " + WRITER;
    Engine engine =
        engine("llm.chain", both, "llm.chain.cheap", both, "llm.chain.cheap.order", "cheapest");

    assertThat(order(engine, Prompt.of("?"))).containsExactly(READER, WRITER);
    assertThat(order(engine, named("cheap"))).containsExactly(WRITER, READER);
  }

  @Test
  void leavesTheOrderToWhoNamedLinks() {
    Engine engine =
        engine("llm.order", "cheapest", "llm.chain", WRITER, "llm.fallback.openai", WRITER);
    Prompt links = Prompt.builder().user("?").models(List.of(READER, WRITER)).build();

    assertThat(order(engine, named(READER))).containsExactly(READER, WRITER);
    assertThat(order(engine, links)).containsExactly(READER, WRITER);
  }

  @Test
  void keepsWhatARouteFallsBackOnBehindItsOwnLinks() {
    String dear = "openai/dear";
    Engine engine =
        engine(
            "llm.order",
            "cheapest",
            "llm.chain",
            READER + ", " + WRITER,
            "llm.chain.economy",
            UNPRICED + ", " + dear,
            "llm.model.openai/dear.price.input",
            "90",
            "llm.model.openai/dear.price.output",
            "90");
    Prompt simple = Prompt.builder().user("?").complexity("simple").build();

    assertThat(order(engine, simple)).containsExactly(dear, UNPRICED, WRITER, READER);
  }

  private static Prompt named(String model) {
    return Prompt.builder().user("?").model(model).build();
  }

  private static List<String> order(Engine engine, Prompt prompt) {
    return engine.plan("", prompt).tried().stream().map(Link::toString).toList();
  }

  private Engine engine(String... keysAndValues) {
    String[] priced = {
      "llm.model.openai/reader.price.input", "1",
      "llm.model.openai/reader.price.output", "9",
      "llm.model.gemini/writer.price.input", "9",
      "llm.model.gemini/writer.price.output", "1",
    };
    String[] all = new String[priced.length + keysAndValues.length];
    System.arraycopy(priced, 0, all, 0, priced.length);
    System.arraycopy(keysAndValues, 0, all, priced.length, keysAndValues.length);
    EngineFixture fixture =
        new EngineFixture(
            new VirtualTime(),
            provider -> {
              throw new AssertionError("a plan calls nobody");
            });
    return fixture
        .configured(all)
        .routing(Routes.without(new DetectedLanguages(() -> Languages.NONE)))
        .ordering(new OrderRule(new KnownTimes()))
        .engine();
  }

  /** Knows how long links usually take, and nothing else. */
  private final class KnownTimes implements LinkHealth {
    @Override
    public Admission admit(Generation generation, Link link) {
      return Admission.OPEN;
    }

    @Override
    public Admission look(Settings settings, Link link) {
      return Admission.OPEN;
    }

    @Override
    public boolean unhealthy(Settings settings, Link link) {
      return false;
    }

    @Override
    public Optional<Duration> usualTime(Link link) {
      return Optional.ofNullable(usual.get(link.toString()));
    }

    @Override
    public Optional<Duration> longTime(Link link) {
      return Optional.empty();
    }
  }
}
