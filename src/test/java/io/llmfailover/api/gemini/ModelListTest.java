package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListTest {
  private final Settings settings =
      MapValues.of(
              "llm.chain", "local/llama3:8b, openai/gpt-4o",
              "llm.provider.local.url", "http://localhost:1/v1",
              "llm.provider.local.keyless", "true",
              "llm.chain.support", "local/a/b",
              "llm.fallback.local", "local/c")
          .settings();

  @Test
  void listsChainsAndLinksThatCanBeCalled() {
    JsonNode models = Jsons.node(ModelList.all(settings)).path("models");

    assertThat(models)
        .extracting(model -> model.path("name").asText())
        .contains("models/default", "models/support", "models/local/llama3:8b", "models/local/a/b")
        .contains("models/local/c")
        .doesNotContain("models/openai/gpt-4o");
    assertThat(models)
        .allSatisfy(
            model ->
                assertThat(model.path("supportedGenerationMethods"))
                    .isEqualTo(
                        Jsons.node("['generateContent', 'streamGenerateContent', 'countTokens']")));
  }

  @ParameterizedTest
  @CsvSource({
    "support, models/support, Chain support",
    "local/llama3:8b, models/local/llama3:8b, local/llama3:8b",
    "gpt-4o, models/gpt-4o, openai/gpt-4o",
  })
  void showsWhatACallerMayAskFor(String name, String listed, String shown) {
    JsonNode model = Jsons.node(ModelList.one(settings, name).orElseThrow());

    assertThat(model.path("name").asText()).isEqualTo(listed);
    assertThat(model.path("displayName").asText()).isEqualTo(shown);
  }

  @Test
  void knowsNoOther() {
    assertThat(ModelList.one(settings, "mystery-9")).isEmpty();
  }

  @Test
  void countsAllTheWordsOfARequest() {
    String tools =
        ", 'tools': [{'functionDeclarations': [{'name': 'find', 'description': 'Finds a parcel.'}]}]";
    String contents = "'contents': [{'parts': [{'text': 'Habari ya leo, rafiki?'}]}]";

    long bare = counted("{" + contents + "}");
    long withTools = counted("{'generateContentRequest': {" + contents + tools + "}}");
    long withPicture =
        counted(
            "{'contents': [{'parts': [{'text': 'Habari ya leo, rafiki?'},"
                + "{'inlineData': {'mimeType': 'image/png', 'data': 'iVBO'}}]}]}");

    assertThat(bare).isBetween(3L, 12L);
    assertThat(withTools).isGreaterThan(bare + 3);
    assertThat(withPicture).isEqualTo(bare + 258);
  }

  private static long counted(String body) {
    byte[] answer = TokenCount.of(TokenCount.asked(Jsons.bytes(body), "default"));
    return Jsons.node(answer).path("totalTokens").asLong();
  }
}
