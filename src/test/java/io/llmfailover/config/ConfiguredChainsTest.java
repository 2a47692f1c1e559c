package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredChainsTest {

  @Test
  void toleratesBlanksTrailingCommasAndRepeatedLinks() {
    MapValues values =
        MapValues.of("llm.chain", " openai/gpt-4o ,, gemini/gemini-2.5-flash,openai/gpt-4o, ");

    assertThat(names(values.settings().defaultChain()))
        .containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
  }

  @Test
  void takesNoSettingOfAChainForAChain() {
    MapValues values =
        MapValues.of(
            "llm.chain.support", "openai/gpt-4o",
            "llm.chain.support.sticky", "10m",
            "llm.chain.batch-2", "openai/gpt-4o-mini");

    SettingsReader.Reading reading = SettingsReader.read(values);

    assertThat(reading.settings().chains().keySet())
        .containsExactly("default", "batch-2", "economy", "support");
    assertThat(reading.warnings()).noneMatch(warning -> warning.contains("sticky"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "auto", "default"})
  void meansTheDefaultChainWhenNothingIsNamed(String model) {
    Settings settings = MapValues.of().settings();

    assertThat(settings.chainFor(model)).containsSame(settings.defaultChain());
  }

  @Test
  void looksForAChainBeforeALinkBeforeABareModel() {
    Settings settings =
        MapValues.of(
                "llm.chain.o3", "openai/gpt-4o-mini",
                "llm.fallback.openai", "together/openai/gpt-oss-20b")
            .settings();

    assertThat(links(settings, "o3")).containsExactly("openai/gpt-4o-mini");
    assertThat(links(settings, "openai/gpt-oss-120b"))
        .as("openai is a provider")
        .containsExactly("openai/gpt-oss-120b", "together/openai/gpt-oss-20b");
    assertThat(links(settings, "gpt-4o"))
        .containsExactly("openai/gpt-4o", "together/openai/gpt-oss-20b");
  }

  @Test
  void takesABareModelWhoseFirstSegmentIsNoProvider() {
    List<String> links = links(MapValues.of().settings(), "Qwen/Qwen2.5-7B-Instruct-Turbo");

    assertThat(links).startsWith("together/Qwen/Qwen2.5-7B-Instruct-Turbo", "openai/gpt-4o");
  }

  @Test
  void takesAnyModelOfAProviderItKnows() {
    assertThat(links(MapValues.of().settings(), "openai/ft:gpt-4o:acme:v1"))
        .startsWith("openai/ft:gpt-4o:acme:v1", "openai/gpt-4o-mini");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-99",
        "groq/llama-3.3-70b-versatile",
        "llama-3.3-70b-versatile",
        "/",
        "x/",
        "openai/",
        "simulator/assistant",
        "Economy"
      })
  void knowsNobodyByOtherNames(String model) {
    assertThat(MapValues.of().settings().chainFor(model)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/a\u0085b", "openai/a\u2028b", "openai/a\u00a0b", "openai/a\u001b[2J",
        "openai/a\u202eb", "openai/a\u200bb", "openai/\ud800", "openai/a\u0000"
      })
  void knowsNoModelWithInvisibleCharactersInItsName(String model) {
    assertThat(MapValues.of().settings().chainFor(model)).isEmpty();
  }

  @Test
  void knowsNoModelWithANameOfMoreThan256Characters() {
    Settings settings = MapValues.of().settings();

    assertThat(settings.chainFor("openai/" + "x".repeat(256))).isPresent();
    assertThat(settings.chainFor("openai/" + "x".repeat(257))).isEmpty();
  }

  @Test
  void namesTheChainOfALinkAsTheCallerDid() {
    assertThat(MapValues.of().settings().chainFor("gpt-4o").map(Chain::name)).contains("gpt-4o");
  }

  @Test
  void knowsNoLinkOfAnUnknownProvider() {
    assertThat(MapValues.of().settings().link(LinkName.parse("groq/x"))).isEmpty();
  }

  @Test
  void putsTheListedReplacementOfARetiredModelInItsPlace() {
    Settings settings = MapValues.of().settings();

    assertThat(replacement(settings, "gemini/gemini-1.5-flash"))
        .containsExactly("gemini/gemini-2.5-flash-lite");
    assertThat(replacement(settings, "gemini/gemini-2.5-flash")).as("not retired").isEmpty();
  }

  @Test
  void prefersTheConfiguredReplacement() {
    Settings settings =
        MapValues.of(
                "llm.replace.gemini-1.5-flash", "openai/gpt-4o-mini",
                "llm.replace.gpt-4o", "gpt-4.1",
                "llm.replace.Qwen/Qwen2.5-72B-Instruct-Turbo", "Qwen/Qwen3.5-397B-A17B")
            .settings();

    assertThat(replacement(settings, "gemini/gemini-1.5-flash"))
        .containsExactly("openai/gpt-4o-mini");
    assertThat(replacement(settings, "openai/gpt-4o")).containsExactly("openai/gpt-4.1");
    assertThat(replacement(settings, "together/Qwen/Qwen2.5-72B-Instruct-Turbo"))
        .containsExactly("together/Qwen/Qwen3.5-397B-A17B");
  }

  @Test
  void letsAnotherProviderServeTheSameModelInstead() {
    Settings settings =
        MapValues.of("llm.provider.azure.url", "https://x/v1", "llm.replace.gpt-4o", "azure/gpt-4o")
            .settings();

    assertThat(replacement(settings, "openai/gpt-4o")).containsExactly("azure/gpt-4o");
    assertThat(replacement(settings, "azure/gpt-4o")).isEmpty();
  }

  @Test
  void replacesNothingWhenTurnedOff() {
    Settings settings =
        MapValues.of("llm.replace-retired", "off", "llm.replace.gemini-1.5-flash", "x").settings();

    assertThat(settings.generation().replaceRetired()).isFalse();
    assertThat(replacement(settings, "gemini/gemini-1.5-flash")).isEmpty();
  }

  @Test
  void sendsTheModelAnAliasNames() {
    Settings settings =
        MapValues.of("llm.alias.fast", "quick", "llm.alias.quick", "gpt-4o-mini").settings();

    Link fast = settings.chainFor("fast").orElseThrow().links().get(0);

    assertThat(fast).hasToString("openai/fast");
    assertThat(fast.wireModel()).isEqualTo("gpt-4o-mini");
    assertThat(fast.facts().contextWindow()).isEqualTo(128_000);
  }

  @Test
  void servesTheDemonstrationWhileNoProviderHasAKey() {
    Settings settings = MapValues.of("llm.simulator", "on").settings();

    assertThat(settings.simulator()).isTrue();
    assertThat(names(settings.defaultChain()))
        .containsExactly(
            "simulator/out-of-quota",
            "simulator/renamed-model",
            "simulator/overloaded",
            "simulator/assistant");
    assertThat(settings.defaultChain().links())
        .allSatisfy(link -> assertThat(link.provider().usable()).isTrue());
    assertThat(settings.providers().get("simulator").url())
        .hasToString("http://simulator.invalid/v1");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI_API_KEY, sk-1, openai/gpt-4o",
    "ANTHROPIC_API_KEY, sk-1, openai/gpt-4o",
    "llm.provider.gemini.keyless, true, openai/gpt-4o",
    "llm.chain, gemini/x, gemini/x",
  })
  void servesARealChainAsSoonAsThereIsSomethingReal(String key, String value, String first) {
    Settings settings = MapValues.of("llm.simulator", "on", key, value).settings();

    assertThat(names(settings.defaultChain())).startsWith(first);
    assertThat(settings.chainFor("simulator/assistant")).isPresent();
  }

  @Test
  void goesOnDemonstratingBesideALocalServerNoChainNames() {
    Settings settings =
        MapValues.of(
                "llm.simulator", "on",
                "llm.provider.local.url", "http://localhost:11434/v1",
                "llm.provider.local.keyless", "true")
            .settings();

    assertThat(names(settings.defaultChain())).startsWith("simulator/out-of-quota");
  }

  @Test
  void takesTheRulesOfAGeneration() {
    GenerationSettings generation =
        MapValues.of(
                "llm.deadline", "PT1M30S",
                "llm.max-in-flight", "3",
                "llm.retry-after.patience", "0s",
                "llm.on.content-filtered", "next",
                "llm.on.rate-limited", "stop",
                "llm.handoff.message", "Samahani, jaribu tena.",
                "llm.repair", "2",
                "llm.tools.max-rounds", "3")
            .settings()
            .generation();

    assertThat(generation)
        .isEqualTo(
            new GenerationSettings(
                Duration.ofSeconds(90),
                3,
                Duration.ZERO,
                Set.of(FailureKind.INVALID_REQUEST, FailureKind.RATE_LIMITED),
                true,
                "Samahani, jaribu tena.",
                Duration.ofSeconds(2),
                100,
                0.4,
                Duration.ofMinutes(15),
                2,
                3));
  }

  @Test
  void acceptsEveryKeyThatOnlyLaterReadersNeed() {
    MapValues values =
        MapValues.of(
            "llm.stream.max", "10m",
            "llm.stream.policy", "buffer",
            "llm.cooldown", "30s",
            "llm.cooldown.after", "1",
            "llm.cooldown.rate-limited", "0s",
            "llm.cooldown.quota", "1h",
            "llm.cooldown.auth", "1h",
            "llm.health.window", "30s",
            "llm.health.min-calls", "1",
            "llm.health.failure-rate", "1",
            "llm.sticky", "forever",
            "llm.hedge.after", "p95",
            "llm.hedge.max-share", "12.5%",
            "llm.repair", "0");

    assertThat(SettingsReader.read(values).warnings())
        .allMatch(warning -> warning.startsWith("LLMF0002W"));
  }

  @ParameterizedTest
  @CsvSource({
    "llm.deadlin, llm.deadline",
    "llm.provider.openai.apikey, llm.provider.openai.api-key",
    "llm.provider.opnai.api-key, llm.provider.openai.api-key",
    "llm.provider.openai.timout, llm.provider.openai.timeout",
    "llm.chain.economy.stiky, llm.chain.economy.sticky",
    "llm.link.openai/gpt-4o.time-out, llm.link.openai/gpt-4o.timeout",
    "llm.on.content_filtered, llm.on.content-filtered",
    "llm.fallbck.openai, llm.fallback.openai",
  })
  void warnsOfAnUnknownKeyWithTheNearestKnownOne(String key, String nearest) {
    List<String> warnings = SettingsReader.read(MapValues.of(key, "s3cret")).warnings();

    assertThat(warnings)
        .contains(
            "LLMF0003W: Unknown configuration key "
                + key
                + "; the nearest known one is "
                + nearest);
    assertThat(String.join("", warnings)).doesNotContain("s3cret");
  }

  private static List<String> replacement(Settings settings, String link) {
    Link retired = settings.link(LinkName.parse(link)).orElseThrow();
    return settings.replacementOf(retired).map(Link::toString).stream().toList();
  }

  private static List<String> links(Settings settings, String model) {
    return names(settings.chainFor(model).orElseThrow());
  }

  private static List<String> names(Chain chain) {
    return chain.links().stream().map(Link::toString).toList();
  }
}
