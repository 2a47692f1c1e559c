package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.api.Beat;
import io.llmfailover.api.EventSink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiEventStreamTest {
  private static final String LAST =
      "{'candidates': [{'content': {'parts': [{'text': ''}], 'role': 'model'}, 'index': 0,"
          + "'finishReason': 'STOP'}], 'usageMetadata': {'promptTokenCount': 3,"
          + "'candidatesTokenCount': 4, 'totalTokenCount': 7}, 'modelVersion': 'gpt-4o',"
          + "'responseId': 'id-1', 'xLlm': {'requestId': 'id-1', 'link': 'openai/gpt-4o',"
          + "'attempts': 3, 'trail': 'gemini/g=overloaded, openai/gpt-4o=answered',"
          + "'costUsd': 0.0015, 'notice': 'a; b', 'usageEstimated': true}}";

  private final Wire wire = new Wire();
  private final GeminiEventStream stream = stream(false);

  @Test
  void writesAChunkForEachPieceAndTheFactsLast() {
    start(stream);
    stream.piece(new Piece.Text("Nje"), wire);
    stream.piece(new Piece.Text("ma!"), wire);
    stream.answered(answer().text("Njema!").build(), wire);

    assertThat(wire.events)
        .containsExactly(chunk("{'text': 'Nje'}"), chunk("{'text': 'ma!'}"), Jsons.node(LAST));
    assertThat(wire.types).containsOnly("");
    assertThat(wire.bare).isEmpty();
  }

  @Test
  void keepsCommentsFromReadersThatTakeThemForErrors() {
    assertThat(stream.beat()).isEqualTo(Beat.BEGUN_EVENT);
  }

  @Test
  void writesAToolCallWhole() {
    start(stream);
    stream.piece(new Piece.ToolStart(0, "c0", "find", "gemini:EpID"), wire);
    stream.piece(new Piece.ToolArguments(0, "{\"id\""), wire);
    stream.piece(new Piece.ToolArguments(0, ":\"A\"}"), wire);
    List<JsonNode> whileArgumentsCome = List.copyOf(wire.events);
    stream.piece(new Piece.ToolStart(1, "c1", "send", ""), wire);
    stream.answered(
        answer()
            .toolCalls(
                List.of(
                    ToolCall.of("c0", "find", "{\"id\":\"A\"}"), ToolCall.of("c1", "send", "{}")))
            .finish(FinishReason.TOOL_CALLS)
            .build(),
        wire);

    assertThat(whileArgumentsCome).isEmpty();
    assertThat(wire.events)
        .containsExactly(
            chunk(
                "{'functionCall': {'id': 'c0', 'name': 'find', 'args': {'id': 'A'}},"
                    + "'thoughtSignature': 'EpID'}"),
            chunk("{'functionCall': {'id': 'c1', 'name': 'send', 'args': {}}}"),
            Jsons.node(LAST));
  }

  @Test
  void wrapsArgumentsThatAreNoObject() {
    start(stream);
    stream.piece(new Piece.ToolStart(0, "c0", "find", "anthropic:x"), wire);
    stream.piece(new Piece.ToolArguments(0, "[1"), wire);
    stream.piece(new Piece.Text("Done."), wire);
    stream.answered(
        answer().text("Done.").toolCalls(List.of(ToolCall.of("c0", "find", "[1"))).build(), wire);

    assertThat(wire.events)
        .containsExactly(
            chunk("{'text': 'Done.'}"),
            chunk("{'functionCall': {'id': 'c0', 'name': 'find', 'args': {'arguments': '[1'}}}"),
            Jsons.node(LAST));
  }

  @Test
  void keepsArgumentsApartThatComeSideBySide() {
    start(stream);
    stream.piece(new Piece.ToolStart(0, "c0", "find", ""), wire);
    stream.piece(new Piece.ToolStart(1, "c1", "send", ""), wire);
    stream.piece(new Piece.ToolArguments(0, "{\"id\""), wire);
    stream.piece(new Piece.ToolArguments(1, "{\"to\":"), wire);
    stream.piece(new Piece.ToolArguments(0, ":\"A\"}"), wire);
    stream.piece(new Piece.Text("Done."), wire);
    stream.piece(new Piece.ToolArguments(1, "\"B\"}"), wire);
    stream.answered(
        answer()
            .text("Done.")
            .toolCalls(
                List.of(
                    ToolCall.of("c0", "find", "{\"id\":\"A\"}"),
                    ToolCall.of("c1", "send", "{\"to\":\"B\"}")))
            .build(),
        wire);

    assertThat(wire.events)
        .containsExactly(
            chunk("{'functionCall': {'id': 'c0', 'name': 'find', 'args': {'id': 'A'}}}"),
            chunk("{'text': 'Done.'}"),
            chunk("{'functionCall': {'id': 'c1', 'name': 'send', 'args': {'to': 'B'}}}"),
            Jsons.node(LAST));
  }

  @Test
  void writesAtTheEndWhatCameInNoPiece() {
    start(stream);
    stream.answered(
        answer().text("Njema!").toolCalls(List.of(ToolCall.of("c0", "find", "{}"))).build(), wire);

    assertThat(wire.events)
        .containsExactly(
            chunk("{'text': 'Njema!'}"),
            chunk("{'functionCall': {'id': 'c0', 'name': 'find', 'args': {}}}"),
            Jsons.node(LAST));
  }

  @Test
  void showsThoughtsOnlyToWhomAskedForThem() {
    Wire shown = new Wire();
    GeminiEventStream asked = stream(true);
    start(asked);
    start(stream);

    asked.piece(new Piece.Reasoning("9 + 8"), shown);
    stream.piece(new Piece.Reasoning("9 + 8"), wire);

    assertThat(shown.events).containsExactly(chunk("{'text': '9 + 8', 'thought': true}"));
    assertThat(wire.events).isEmpty();
  }

  @Test
  void passesOnGeminisStateAndNobodyElses() {
    start(stream);
    stream.piece(
        new Piece.State("gemini", Jsons.node("{'text': '', 'thoughtSignature': 'EqsF'}")), wire);
    stream.piece(new Piece.State("anthropic", Jsons.node("{'type': 'thinking'}")), wire);

    assertThat(wire.events).containsExactly(chunk("{'text': '', 'thoughtSignature': 'EqsF'}"));
  }

  @Test
  void namesTheLinkThatWentOn() {
    start(stream);
    stream.piece(new Piece.Text("a"), wire);
    stream.answered(Answer.builder("id-1", "gemini", "gemini-2.5-pro").text("ab").build(), wire);

    assertThat(wire.events)
        .extracting(event -> event.path("modelVersion").asText())
        .containsExactly("gpt-4o", "gemini-2.5-pro");
  }

  @Test
  void endsABrokenStreamInAnErrorEventAndTheSameAsABareLine() {
    start(stream);
    stream.piece(new Piece.Text("Nje"), wire);
    stream.failed(
        new StreamBrokenException(
            FailureKind.OVERLOADED,
            "The stream broke.",
            List.of(
                new Attempt.Failed(
                    "openai/gpt-4o",
                    FailureKind.OVERLOADED,
                    200,
                    "Overloaded",
                    1,
                    Duration.ofMillis(5)))),
        wire);

    assertThat(wire.events).hasSize(2);
    assertThat(wire.bare).hasSize(1);
    assertThat(wire.bare.get(0)).startsWith("{\"error\":{\"code\":").doesNotContain("\n");
    JsonNode error = Jsons.node(wire.bare.get(0).getBytes(StandardCharsets.UTF_8));
    assertThat(wire.events.get(1)).isEqualTo(error);
    assertThat(error.at("/error/code").asInt()).isBetween(500, 599);
    assertThat(error.at("/error/message").asText()).isEqualTo("The stream broke.");
    assertThat(error.at("/attempts/0/reason").asText()).isEqualTo("overloaded");
  }

  @Test
  void cannotTakeBackWhatWasWritten() {
    boolean restarted = stream.restart(wire);

    assertThat(restarted).isFalse();
    assertThat(wire.events).isEmpty();
  }

  private static GeminiEventStream stream(boolean thoughts) {
    return new GeminiEventStream("id-1", thoughts, new GeminiErrors());
  }

  private void start(GeminiEventStream one) {
    one.started(new StreamStart("id-1", "openai/gpt-4o", List.of(), 1, List.of()), wire);
  }

  private static JsonNode chunk(String part) {
    return Jsons.node(
        "{'candidates': [{'content': {'parts': ["
            + part
            + "], 'role': 'model'}, 'index': 0}], 'modelVersion': 'gpt-4o', 'responseId': 'id-1'}");
  }

  private static Answer.Builder answer() {
    return Answer.builder("id-1", "openai", "gpt-4o")
        .usage(Usage.estimated(3, 4))
        .cost(new BigDecimal("0.0015"))
        .notices(List.of("a", "b"))
        .attempts(
            List.of(
                new Attempt.Failed(
                    "gemini/g", FailureKind.OVERLOADED, 503, "busy", 2, Duration.ofMillis(1)),
                new Attempt.Answered("openai/gpt-4o", 200, 1, Duration.ofMillis(2))));
  }

  /** What was written, in order. */
  private static final class Wire implements EventSink {
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> bare = new ArrayList<>();

    @Override
    public void event(String type, byte[] data) {
      types.add(type);
      events.add(Jsons.node(data));
    }

    @Override
    public void bare(byte[] line) {
      bare.add(new String(line, StandardCharsets.UTF_8));
    }
  }
}
