package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.FinishReason;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.Verbatim;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWriterTest {
  private static final String GROUNDED =
      "{'candidates': [{'content': {'parts': [{'text': 'It is'}, {'text': ' 17.',"
          + "'thoughtSignature': 'EqsF'}], 'role': 'model'}, 'finishReason': 'STOP', 'index': 0,"
          + "'groundingMetadata': {'a': 1}, 'avgLogprobs': -0.1}],"
          + "'usageMetadata': {'promptTokenCount': 9, 'serviceTier': 'standard'},"
          + "'modelVersion': 'gemini-2.5-flash-001', 'responseId': 'theirs'}";

  @Test
  void writesText() {
    Answer answer = answer().text("Njema!").usage(Usage.of(12, 40)).build();

    JsonNode response = written(answer, false);

    assertThat(response)
        .isEqualTo(
            Jsons.node(
                "{'candidates': [{'content': {'parts': [{'text': 'Njema!'}], 'role': 'model'},"
                    + "'index': 0, 'finishReason': 'STOP'}], 'usageMetadata': {"
                    + "'promptTokenCount': 12, 'candidatesTokenCount': 40, 'totalTokenCount': 52},"
                    + "'modelVersion': 'gpt-4o', 'responseId': 'id-1'}"));
  }

  @Test
  void countsThoughtsBesideTheAnswer() {
    Answer answer = answer().text("17").usage(new Usage(true, 100, 60, 30, 0, 50)).build();

    JsonNode response = written(answer, false);

    assertThat(response.path("usageMetadata"))
        .isEqualTo(
            Jsons.node(
                "{'promptTokenCount': 100, 'candidatesTokenCount': 10, 'totalTokenCount': 160,"
                    + "'thoughtsTokenCount': 50, 'cachedContentTokenCount': 30}"));
  }

  @Test
  void leavesOutUsageNobodyTold() {
    JsonNode response = written(answer().text("a").build(), false);

    assertThat(response.has("usageMetadata")).isFalse();
  }

  @Test
  void writesToolCallsWithArgumentsAsAnObject() {
    Answer answer =
        answer()
            .toolCalls(
                List.of(
                    new ToolCall("c1", "find", "{\"id\":\"A\"}", "gemini:EpID"),
                    new ToolCall("c2", "find", "not json", "openai:abc")))
            .finish(FinishReason.TOOL_CALLS)
            .build();

    JsonNode response = written(answer, false);

    assertThat(response.path("candidates").path(0))
        .isEqualTo(
            Jsons.node(
                "{'content': {'parts': ["
                    + "{'functionCall': {'id': 'c1', 'name': 'find', 'args': {'id': 'A'}},"
                    + "'thoughtSignature': 'EpID'},"
                    + "{'functionCall': {'id': 'c2', 'name': 'find',"
                    + "'args': {'arguments': 'not json'}}}], 'role': 'model'},"
                    + "'index': 0, 'finishReason': 'STOP'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "TOOL_CALLS, STOP",
    "LENGTH, MAX_TOKENS",
    "CONTENT_FILTER, SAFETY",
  })
  void saysWhyTheModelStopped(FinishReason finish, String written) {
    JsonNode response = written(answer().text("a").finish(finish).build(), false);

    assertThat(response.at("/candidates/0/finishReason").asText()).isEqualTo(written);
  }

  @Test
  void showsThoughtsOnlyToWhomAskedForThem() {
    Answer answer = answer().text("17").reasoning("9 + 8").build();

    JsonNode shown = written(answer, true);
    JsonNode hidden = written(answer, false);

    assertThat(shown.at("/candidates/0/content/parts"))
        .isEqualTo(Jsons.node("[{'text': '9 + 8', 'thought': true}, {'text': '17'}]"));
    assertThat(hidden.at("/candidates/0/content/parts")).isEqualTo(Jsons.node("[{'text': '17'}]"));
  }

  @Test
  void passesOnWhatAGeminiLinkWrote() {
    Answer answer = answer().text("It is 17.").verbatim(gemini(GROUNDED)).build();

    JsonNode response = written(answer, false);

    assertThat(response).isEqualTo(Jsons.node(GROUNDED.replace("theirs", "id-1")));
  }

  @Test
  void tellsAChangedAnswerAnew() {
    Answer answer = answer().text("17").verbatim(gemini(GROUNDED)).build();

    JsonNode response = written(answer, false);

    assertThat(response.at("/candidates/0/content/parts"))
        .isEqualTo(Jsons.node("[{'text': '17'}]"));
    assertThat(response.at("/candidates/0").has("groundingMetadata")).isFalse();
  }

  @Test
  void tellsAnAnswerOfAnotherDialectAnew() {
    Answer answer =
        answer().text("a").verbatim(new Verbatim("openai", Jsons.node("{'choices': []}"))).build();

    JsonNode response = written(answer, false);

    assertThat(response.has("choices")).isFalse();
    assertThat(response.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("a");
  }

  @Test
  void givesToolsTheNamesTheirCallerKnows() {
    String wire =
        "{'candidates': [{'content': {'parts': [{'functionCall': {'name': 'my_tool', 'args': {}},"
            + "'thoughtSignature': 'EpID'}]}, 'finishReason': 'STOP'}]}";
    Answer answer =
        answer()
            .toolCalls(List.of(new ToolCall("call_x", "my tool", "{}", "gemini:EpID")))
            .verbatim(gemini(wire))
            .build();

    JsonNode response = written(answer, false);

    assertThat(response.at("/candidates/0/content/parts/0"))
        .isEqualTo(
            Jsons.node(
                "{'functionCall': {'name': 'my tool', 'args': {}}, 'thoughtSignature': 'EpID'}"));
    assertThat(response.path("modelVersion").asText()).isEqualTo("gpt-4o");
  }

  @Test
  void doesNotChangeWhatTheLinkWrote() {
    Verbatim own = gemini(GROUNDED);

    AnswerWriter.response(answer().text("It is 17.").verbatim(own).build(), false);

    assertThat(own.body()).isEqualTo(Jsons.node(GROUNDED));
  }

  @Test
  void writesAnArrayWhenNoEventsWereAskedFor() {
    GeminiSurface surface =
        new GeminiSurface("default", GeminiSurface.Form.ARRAY, new GeminiErrors());
    Answer answer = answer().text("Njema!").build();

    byte[] written =
        surface
            .answer(surface.read(Jsons.bytes("{'contents': [{'parts': [{'text': 'a'}]}]}")), answer)
            .whole();

    assertThat(Jsons.node(written).size()).isEqualTo(1);
    assertThat(Jsons.node(written).at("/0/candidates/0/content/parts/0/text").asText())
        .isEqualTo("Njema!");
  }

  @Test
  void replacesHalfACharacterOfAModel() {
    GeminiSurface surface =
        new GeminiSurface("default", GeminiSurface.Form.WHOLE, new GeminiErrors());
    Answer answer = answer().text("a\ud800").build();

    byte[] written =
        surface
            .answer(surface.read(Jsons.bytes("{'contents': [{'parts': [{'text': 'a'}]}]}")), answer)
            .whole();

    assertThat(new String(written, StandardCharsets.UTF_8)).contains("a\ufffd");
  }

  private static JsonNode written(Answer answer, boolean thoughts) {
    return Jsons.reread(AnswerWriter.response(answer, thoughts));
  }

  private static Verbatim gemini(String body) {
    return new Verbatim("gemini", Jsons.node(body));
  }

  private static Answer.Builder answer() {
    return Answer.builder("id-1", "openai", "gpt-4o");
  }
}
