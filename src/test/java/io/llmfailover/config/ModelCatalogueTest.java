package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Usage;
import io.llmfailover.chain.Capability;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.Price;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogueTest {
  private final ModelCatalogue catalogue = ModelCatalogue.shipped();

  @ParameterizedTest
  @CsvSource({
    // input, output, of the input cached, of the input written to the cache, US dollars
    "openai, gpt-4o, 1000, 500, 0, 0, 0.0075",
    "openai, gpt-4o, 1000, 500, 400, 0, 0.007",
    "openai, gpt-4o-2024-08-06, 1000000, 0, 0, 0, 2.5",
    "openai, gpt-5.4, 272000, 0, 0, 0, 0.68",
    "openai, gpt-5.4, 300000, 1000, 0, 0, 1.5225",
    "openai, gpt-5.4, 300000, 0, 300000, 0, 0.15",
    "gemini, gemini-1.5-pro, 128000, 1000, 0, 0, 0.4585",
    "gemini, gemini-1.5-pro, 128001, 0, 0, 0, 0.896007",
    "gemini, gemini-1.5-pro, 1000, 0, 1000, 0, 0.0035",
    "gemini, gemini-1.5-flash-latest, 200000, 1000, 0, 0, 0.0306",
    "anthropic, claude-haiku-4-5, 1000000, 0, 0, 1000000, 1.25",
    "anthropic, claude-sonnet-4-5, 400000, 0, 100000, 100000, 2.01",
    "together, Qwen/Qwen2.5-72B-Instruct-Turbo, 1000000, 1000000, 0, 0, 1.8",
    "groq, llama-3.3-70b-versatile, 1000000, 0, 0, 1000000, 0.59",
    "deepseek, deepseek-v4-pro, 1000, 0, 1000, 0, 0.000003625",
  })
  void knowsWhatAnAnswerCost(
      String provider,
      String model,
      long input,
      long output,
      long cached,
      long written,
      String dollars) {
    Usage usage = new Usage(true, input, output, cached, written, 0);

    assertThat(catalogue.facts(provider, model).price().costOf(usage))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(dollars));
  }

  @Test
  void knowsWindowsAndAbilities() {
    ModelFacts facts = catalogue.facts("together", "Qwen/Qwen2.5-7B-Instruct-Turbo");

    assertThat(facts.known()).isTrue();
    assertThat(facts.contextWindow()).isEqualTo(32_768);
    assertThat(facts.maxOutputTokens()).as("not listed").isZero();
    assertThat(facts.capabilities())
        .containsExactlyInAnyOrder(Capability.TOOLS, Capability.JSON_SCHEMA);
  }

  @Test
  void knowsRetiredModelsAndTheFirstOfTheirReplacements() {
    assertThat(catalogue.facts("gemini", "gemini-1.5-flash").retired()).isTrue();
    assertThat(catalogue.facts("gemini", "gemini-1.5-flash").replacementIfAny())
        .contains("gemini-2.5-flash-lite");
    assertThat(catalogue.facts("gemini", "gemini-2.5-flash").retired())
        .as("deprecated still answers")
        .isFalse();
  }

  @Test
  void takesAProviderOffANameOnlyWhenTheEntryIsThatProviders() {
    assertThat(catalogue.facts("groq", "llama-3.3-70b-versatile").known()).isTrue();
    assertThat(catalogue.facts("groq", "openai/gpt-oss-120b").contextWindow()).isEqualTo(131_072);
    assertThat(catalogue.facts("together", "openai/gpt-oss-120b").known()).isTrue();
    assertThat(catalogue.facts("openai", "gpt-oss-120b").known()).isFalse();
  }

  @Test
  void knowsNothingAboutAModelServedBySomebodyElse() {
    assertThat(catalogue.facts("azure", "gpt-4o")).isEqualTo(ModelFacts.UNKNOWN);
    assertThat(catalogue.facts("local", "gpt-4o").price()).isEqualTo(Price.UNKNOWN);
  }

  @Test
  void holdsNothingAgainstANameThatIsDocumentedNowhere() {
    ModelFacts facts = catalogue.facts("anthropic", "claude-sonnet-5-20260203");

    assertThat(facts.known()).isFalse();
    assertThat(facts.lacks(Capability.TOOLS)).isFalse();
    assertThat(facts.price().costOf(Usage.of(1, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, openai",
    "gpt-4o-mini-2024-07-18, openai",
    "Qwen/Qwen2.5-7B-Instruct-Turbo, together",
    "llama-3.3-70b-versatile, groq",
    "claude-haiku-4-5, anthropic",
    "claude-sonnet-5-20260203, anthropic",
    "mistral-large-latest, mistral",
  })
  void knowsWhoServesAModel(String model, String provider) {
    assertThat(catalogue.providerOf(model)).contains(provider);
  }

  @Test
  void knowsNobodyForAnUnheardOfModel() {
    assertThat(catalogue.providerOf("gpt-99")).isEqualTo(Optional.empty());
  }

  @Test
  void listsOnlyRetiredModelsWhoseReplacementIsListedAndStillServed() {
    assertThat(catalogue.models())
        .allSatisfy(
            model -> {
              String provider = catalogue.providerOf(model).orElseThrow();
              ModelFacts facts = catalogue.facts(provider, model);
              if (facts.retired()) {
                ModelFacts next = catalogue.facts(provider, facts.replacement());
                assertThat(next.known() && !next.retired()).isTrue();
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-mimi, gpt-4o-mini",
    "gemini, gemini-25-flash, gemini-2.5-flash",
    "together, Qwen/Qwen2.5-7B-Instruct, Qwen/Qwen2.5-7B-Instruct-Turbo",
  })
  void guessesWhichModelIsMeant(String provider, String written, String meant) {
    assertThat(catalogue.lists(provider, written)).isFalse();
    assertThat(catalogue.nearest(provider, written)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"openai, ft:acme:support-v3", "ollama, gpt-4o", "openai, davinci-002"})
  void guessesNothingWhereNothingIsWrittenAlike(String provider, String written) {
    assertThat(catalogue.nearest(provider, written)).isEmpty();
  }

  @Test
  void knowsWhichModelsWillBeSwitchedOff() {
    ModelFacts facts = catalogue.facts("gemini", "gemini-2.5-flash");

    assertThat(facts.deprecated()).isTrue();
    assertThat(facts.retired()).isFalse();
    assertThat(facts.replacementIfAny()).contains("gemini-3.5-flash-lite");
    assertThat(catalogue.facts("openai", "gpt-4o").deprecated()).isFalse();
  }
}
