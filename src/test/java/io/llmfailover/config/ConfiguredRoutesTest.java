package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.llmfailover.LanguageTag;
import org.junit.jupiter.api.Test;

class ConfiguredRoutesTest {

  @Test
  void sendsSimplePromptsToTheEconomyChainAndEstimatesNothingByDefault() {
    RouteSettings routes = MapValues.of().settings().routes();

    assertThat(routes.byComplexity()).containsExactly(entry("simple", "economy"));
    assertThat(routes.byLanguage()).isEmpty();
    assertThat(routes.estimates()).isFalse();
  }

  @Test
  void readsAChainForEachLevel() {
    RouteSettings routes =
        MapValues.of(
                "llm.chain.strong", "openai/o3",
                "llm.route.complexity.simple", "default",
                "llm.route.complexity.complex", "strong",
                "llm.route.complexity", "auto")
            .settings()
            .routes();

    assertThat(routes.byComplexity())
        .containsOnly(entry("simple", "default"), entry("complex", "strong"));
    assertThat(routes.estimates()).isTrue();
  }

  @Test
  void readsLanguagesInEverySpelling() {
    RouteSettings routes =
        MapValues.of(
                "llm.route.language.swa", "economy",
                "llm.route.language.sheng", "default",
                "llm.route.language.fr-CA", "economy")
            .settings()
            .routes();

    assertThat(routes.byLanguage())
        .containsOnly(
            entry(new LanguageTag("sw"), "economy"),
            entry(LanguageTag.SHENG, "default"),
            entry(new LanguageTag("fr-CA"), "economy"));
  }

  @Test
  void refusesTwoKeysForOneLanguage() {
    MapValues values =
        MapValues.of("llm.route.language.sw", "economy", "llm.route.language.swa", "default");

    assertThatThrownBy(values::settings)
        .hasMessageContaining("llm.route.language.swa = 'default' (from server.xml)")
        .hasMessageContaining("llm.route.language.sw names the same language");
  }

  @Test
  void knowsEveryKeyItReads() {
    SettingsReader.Reading reading =
        SettingsReader.read(
            MapValues.of(
                "OPENAI_API_KEY", "k",
                "GEMINI_API_KEY", "k",
                "TOGETHER_API_KEY", "k",
                "ANTHROPIC_API_KEY", "k",
                "llm.order", "cheapest",
                "llm.chain.economy.order", "fastest",
                "llm.route.language.sw", "economy",
                "llm.route.complexity", "off",
                "llm.route.complexity.simple", "economy",
                "llm.route.complexity.complex", "default"));

    assertThat(reading.warnings()).isEmpty();
  }

  @Test
  void ordersLinksAsListedUnlessTold() {
    Settings settings =
        MapValues.of("llm.chain.support", "openai/gpt-4o", "llm.chain.support.order", "fastest")
            .settings();

    assertThat(settings.chainSettings("default").order()).isEqualTo(LinkPreference.AS_LISTED);
    assertThat(settings.chainSettings("support").order()).isEqualTo(LinkPreference.FASTEST);
  }

  @Test
  void takesTheGeneralOrderForChainsWithoutOneOfTheirOwn() {
    Settings settings =
        MapValues.of("llm.order", "cheapest", "llm.chain.economy.order", "as-listed").settings();

    assertThat(settings.chainSettings("default").order()).isEqualTo(LinkPreference.CHEAPEST);
    assertThat(settings.chainSettings("economy").order()).isEqualTo(LinkPreference.AS_LISTED);
  }
}
