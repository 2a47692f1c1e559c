package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.DialectCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatStreamTest {
  private static final String HEAD =
      "{'id':'chatcmpl-g1','object':'chat.completion.chunk','created':9,'model':'gpt-4o',";
  private static final StreamStart START =
      new StreamStart("g1", "openai/gpt-4o", List.of(), 1, List.of());
  private static final Attempt ANSWERED =
      new Attempt.Answered("openai/gpt-4o", 200, 1, Duration.ofMillis(5));

  private final RecordedEvents events = new RecordedEvents();

  @Test
  void writesTextAsChunksAndFactsInTheLast() {
    ChatStream stream = stream("");
    Attempt failed =
        new Attempt.Failed("local/a", FailureKind.TIMEOUT, 0, "silent", 1, Duration.ofMillis(9));

    stream.started(START, events);
    stream.piece(new Piece.Reasoning("Hm."), events);
    stream.piece(new Piece.Text("Nje"), events);
    stream.piece(new Piece.Text("ma"), events);
    stream.piece(new Piece.State("anthropic", DialectCall.json("{}")), events);
    stream.answered(
        Answer.builder("g1", "openai", "gpt-4o")
            .text("Njema")
            .usage(Usage.estimated(1, 2))
            .cost(new BigDecimal("0.5"))
            .attempts(List.of(failed, ANSWERED))
            .notices(List.of("seed was not sent."))
            .build(),
        events);

    assertThat(events.data())
        .containsExactly(
            HEAD + choice("{'role':'assistant','content':''}", "null"),
            HEAD + choice("{'reasoning_content':'Hm.'}", "null"),
            HEAD + choice("{'content':'Nje'}", "null"),
            HEAD + choice("{'content':'ma'}", "null"),
            HEAD
                + choice("{}", "'stop'").replaceFirst("}$", "")
                + ",'x_llm':{'request_id':'g1','link':'openai/gpt-4o','attempts':2,"
                + "'trail':'local/a=timeout, openai/gpt-4o=answered',"
                + "'cost_usd':0.5,'notice':'seed was not sent.','usage_estimated':true}}",
            "[DONE]");
    assertThat(events.types()).containsOnly("");
  }

  @Test
  void writesUsageInChunkOfItsOwnWhenAsked() {
    ChatStream stream = stream(",'stream_options':{'include_usage':true}");

    stream.started(START, events);
    stream.answered(answer().text("x").usage(Usage.of(3, 4)).build(), events);

    List<JsonNode> chunks = events.json();
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(0).get("usage").isNull()).isTrue();
    assertThat(chunks.get(2).get("choices")).isEmpty();
    assertThat(chunks.get(2).at("/usage/total_tokens").asInt()).isEqualTo(7);
    assertThat(events.data()).last().isEqualTo("[DONE]");
  }

  @Test
  void chunksMakeUpTheWholeAnswer() {
    Answer answer =
        answer()
            .text("Moja, mbili")
            .reasoning("Counting.")
            .toolCalls(
                List.of(
                    new ToolCall("call_1", "weather", "{\"city\":\"Arusha\"}", "gemini:c2ln"),
                    ToolCall.of("call_2", "time", "")))
            .finish(FinishReason.TOOL_CALLS)
            .build();
    ChatStream stream = stream("");

    stream.started(START, events);
    stream.piece(new Piece.Reasoning("Count"), events);
    stream.piece(new Piece.Reasoning("ing."), events);
    stream.piece(new Piece.Text("Moja, "), events);
    stream.piece(new Piece.ToolStart(0, "call_1", "weather", "gemini:c2ln"), events);
    stream.piece(new Piece.ToolArguments(0, "{\"city\":"), events);
    stream.piece(new Piece.ToolStart(1, "call_2", "time", "anthropic:y"), events);
    stream.piece(new Piece.ToolArguments(1, ""), events);
    stream.piece(new Piece.ToolArguments(0, "\"Arusha\"}"), events);
    stream.piece(new Piece.Text("mbili"), events);
    stream.answered(answer, events);

    ObjectNode whole = (ObjectNode) ChatAnswer.of(answer, 9).at("/choices/0");
    whole.remove("index");
    assertThat(AssembledChat.of(events.json())).isEqualTo(whole);
  }

  @Test
  void endsBrokenStreamWithErrorAndWithoutDone() {
    ChatStream stream = stream("");
    Attempt failed =
        new Attempt.Failed(
            "openai/gpt-4o", FailureKind.CONNECTION, 0, "reset", 1, Duration.ofMillis(9));

    stream.started(START, events);
    stream.piece(new Piece.Text("Nje"), events);
    stream.failed(
        new AllLinksFailedException("Sorry.", List.of(failed), "h1", Duration.ZERO), events);

    assertThat(events.data())
        .last()
        .isEqualTo(
            "{'error':{'message':'Sorry.','type':'server_error','param':null,"
                + "'code':'all_links_failed'},'attempts':[{'link':'openai/gpt-4o',"
                + "'outcome':'failed','reason':'connection','message':'reset','tookMillis':9}],"
                + "'handoff':{'id':'h1'},'x_llm':{'request_id':'g1','attempts':1,"
                + "'trail':'openai/gpt-4o=connection'}}");
    assertThat(events.data()).doesNotContain("[DONE]");
    assertThat(stream.restart(events)).isFalse();
  }

  @Test
  void saysThatStreamsHaveNoLogprobs() {
    ChatStream stream = stream(",'logprobs':true");

    stream.started(START, events);
    stream.answered(answer().text("x").build(), events);

    assertThat(events.json())
        .last()
        .extracting(last -> last.at("/x_llm/notice").asText())
        .isEqualTo("logprobs are not part of streams here.");
  }

  private static Answer.Builder answer() {
    return Answer.builder("g1", "openai", "gpt-4o").attempts(List.of(ANSWERED));
  }

  private static String choice(String delta, String finish) {
    return "'choices':[{'index':0,'delta':%s,'logprobs':null,'finish_reason':%s}]}"
        .formatted(delta, finish);
  }

  private static ChatStream stream(String more) {
    String body = "{'messages':[{'role':'user','content':'Habari?'}],'stream':true" + more + "}";
    return new ChatStream(ChatReader.read(RecordedEvents.Sent.body(body)), "g1", 9);
  }
}
