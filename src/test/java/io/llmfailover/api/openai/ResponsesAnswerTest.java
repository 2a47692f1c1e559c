package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.failover.WallClock;
import io.llmfailover.provider.DialectCall;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesAnswerTest {
  private static final StreamStart START =
      new StreamStart("g1", "openai/gpt-4o", List.of(), 1, List.of());
  private static final Asked ASKED = asked("");

  private final ResponsesSurface surface =
      new ResponsesSurface(
          new WallClock(Clock.fixed(Instant.ofEpochSecond(9), ZoneOffset.UTC)), new OpenAiErrors());
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void tellsWhatWasAskedAgainWithTheAnswer() {
    Asked asked =
        asked(
            ",'instructions':'Be short.','temperature':0.5,'metadata':{'k':'v'},'tool_choice':'none',"
                + "'tools':[{'type':'function','name':'f'}],'parallel_tool_calls':false,'store':true");
    Answer answer = answer().text("Njema!").usage(new Usage(true, 12, 40, 3, 0, 30)).build();

    JsonNode written = Json.read(surface.answer(asked, answer).whole());

    assertThat(written)
        .isEqualTo(
            DialectCall.json(
                """
                {'id':'resp_g1','object':'response','created_at':9,'status':'completed','background':false,
                 'error':null,'incomplete_details':null,'instructions':'Be short.','max_output_tokens':null,
                 'model':'gpt-4o','output':[{'id':'msg_g1_0','type':'message','status':'completed',
                   'role':'assistant','content':[{'type':'output_text','text':'Njema!','annotations':[],'logprobs':[]}]}],
                 'parallel_tool_calls':false,'previous_response_id':null,'reasoning':null,'store':false,
                 'temperature':0.5,'text':{'format':{'type':'text'}},'tool_choice':'none',
                 'tools':[{'type':'function','name':'f'}],'top_p':null,'truncation':'disabled',
                 'usage':{'input_tokens':12,'input_tokens_details':{'cached_tokens':3,'cache_write_tokens':0},'output_tokens':40,
                   'output_tokens_details':{'reasoning_tokens':30},'total_tokens':52},
                 'user':null,'metadata':{'k':'v'}}"""));
  }

  @Test
  void writesToolCallsAsItemsWithoutMessage() {
    Answer answer =
        answer()
            .toolCalls(List.of(new ToolCall("c1", "weather", "{\"a\":1}", "gemini:c2ln")))
            .finish(FinishReason.TOOL_CALLS)
            .build();

    JsonNode written = Json.read(surface.answer(ASKED, answer).whole());

    assertThat(written.get("status").asText()).isEqualTo("completed");
    assertThat(written.get("output").toString().replace('"', '\''))
        .isEqualTo(
            "[{'id':'fc_g1_0','type':'function_call','status':'completed','call_id':'c1',"
                + "'name':'weather','arguments':'{\\'a\\':1}',"
                + "'extra_content':{'google':{'thought_signature':'c2ln'}}}]");
  }

  @Test
  void saysWhyAnAnswerIsIncomplete() {
    JsonNode cut =
        Json.read(
            surface
                .answer(ASKED, answer().text("Nje").finish(FinishReason.LENGTH).build())
                .whole());

    assertThat(cut.get("status").asText()).isEqualTo("incomplete");
    assertThat(cut.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    assertThat(cut.at("/output/0/status").asText()).isEqualTo("incomplete");
    assertThat(cut.get("usage").isNull()).isTrue();
  }

  @Test
  void writesTextAsEventsInOrder() {
    StreamWriter stream = surface.stream(ASKED, "g1");

    stream.started(START, events);
    stream.piece(new Piece.Text("Nje"), events);
    stream.piece(new Piece.Text("ma"), events);
    stream.answered(answer().text("Njema").usage(Usage.of(1, 2)).build(), events);

    assertThat(events.types())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertThat(events.json())
        .extracting(event -> event.get("type").asText())
        .isEqualTo(events.types());
    assertThat(events.json())
        .extracting(event -> event.get("sequence_number").asInt())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(events.data().get(2))
        .isEqualTo(
            "{'type':'response.output_item.added','sequence_number':2,'output_index':0,"
                + "'item':{'id':'msg_g1_0','type':'message','status':'in_progress',"
                + "'role':'assistant','content':[]}}");
    assertThat(events.data().get(4))
        .isEqualTo(
            "{'type':'response.output_text.delta','sequence_number':4,'item_id':'msg_g1_0',"
                + "'output_index':0,'content_index':0,'delta':'Nje','logprobs':[]}");
    assertThat(events.json().get(9).at("/x_llm/link").asText()).isEqualTo("openai/gpt-4o");
  }

  @Test
  void eventsMakeUpTheWholeAnswer() {
    Answer answer =
        answer()
            .reasoning("Counting.")
            .text("Moja, mbili")
            .toolCalls(
                List.of(
                    new ToolCall("c1", "weather", "{\"city\":\"Arusha\"}", "gemini:c2ln"),
                    ToolCall.of("c2", "time", "")))
            .finish(FinishReason.TOOL_CALLS)
            .usage(Usage.of(1, 2))
            .build();
    StreamWriter stream = surface.stream(ASKED, "g1");

    stream.started(START, events);
    stream.piece(new Piece.Reasoning("Count"), events);
    stream.piece(new Piece.Reasoning("ing."), events);
    stream.piece(new Piece.Text("Moja, "), events);
    stream.piece(new Piece.Text("mbili"), events);
    stream.piece(new Piece.ToolStart(0, "c1", "weather", "gemini:c2ln"), events);
    stream.piece(new Piece.ToolArguments(0, "{\"city\":"), events);
    stream.piece(new Piece.ToolStart(1, "c2", "time", ""), events);
    stream.piece(new Piece.ToolArguments(0, "\"Arusha\"}"), events);
    stream.answered(answer, events);

    JsonNode whole = Json.read(surface.answer(ASKED, answer).whole());
    JsonNode last = events.json().get(events.json().size() - 1);
    assertThat(last.get("type").asText()).isEqualTo("response.completed");
    assertThat(last.get("response")).isEqualTo(whole);
    assertThat(AssembledResponse.of(events.json())).isEqualTo(whole.get("output"));
  }

  @Test
  void beginsAnotherMessageAfterToolCall() {
    StreamWriter stream = surface.stream(ASKED, "g1");

    stream.started(START, events);
    stream.piece(new Piece.Text("a"), events);
    stream.piece(new Piece.ToolStart(0, "c1", "f", ""), events);
    stream.piece(new Piece.Text("b"), events);
    stream.answered(answer().text("ab").finish(FinishReason.LENGTH).build(), events);

    JsonNode last = events.json().get(events.json().size() - 1);
    assertThat(last.get("type").asText()).isEqualTo("response.incomplete");
    assertThat(last.at("/response/output"))
        .extracting(item -> item.get("type").asText())
        .containsExactly("message", "function_call", "message");
    assertThat(AssembledResponse.of(events.json())).isEqualTo(last.at("/response/output"));
  }

  @Test
  void endsBrokenStreamWithAnErrorThatEverySdkThrows() {
    StreamWriter stream = surface.stream(ASKED, "g1");

    stream.started(START, events);
    stream.piece(new Piece.Text("Nje"), events);
    stream.failed(new StreamBrokenException(FailureKind.CONNECTION, "Cut off.", List.of()), events);

    ObjectNode last = (ObjectNode) events.json().get(events.json().size() - 1);
    assertThat(events.types()).last().isEqualTo("error");
    assertThat(last.get("type").asText()).isEqualTo("error");
    assertThat(last.get("message").asText()).isEqualTo("Cut off.");
    assertThat(last.at("/error/message").asText()).isEqualTo("Cut off.");
    assertThat(last.at("/error/type").asText()).isEqualTo("server_error");
    assertThat(last.at("/error/code").isTextual()).isTrue();
    assertThat(last.get("param").isNull()).isTrue();
    assertThat(last.at("/x_llm/request_id").asText()).isEqualTo("g1");
  }

  private static Asked asked(String more) {
    return ResponsesReader.read(RecordedEvents.Sent.body("{'input':'Habari?'" + more + "}"));
  }

  private static Answer.Builder answer() {
    return Answer.builder("g1", "openai", "gpt-4o");
  }
}
