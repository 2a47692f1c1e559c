package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.FinishReason;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.Verbatim;
import io.llmfailover.api.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {
  @Test
  void writesAnAnswerOfAnotherDialectAsAMessage() {
    Answer answer =
        Answer.builder("g1", "openai", "gpt-4o")
            .text("Let me look.")
            .reasoning("They want to know where it is.")
            .toolCalls(List.of(ToolCall.of("call_1", "find", "{\"order\": 7}")))
            .finish(FinishReason.TOOL_CALLS)
            .usage(new Usage(true, 100, 20, 60, 10, 5))
            .build();

    JsonNode message = written(answer);

    assertThat(message)
        .isEqualTo(
            Wire.json(
                "{'id':'msg_g1','type':'message','role':'assistant','model':'gpt-4o','content':["
                    + "{'type':'text','text':'Let me look.'},"
                    + "{'type':'tool_use','id':'call_1','name':'find','input':{'order':7}}],"
                    + "'stop_reason':'tool_use','stop_sequence':null,'usage':{'input_tokens':30,"
                    + "'cache_creation_input_tokens':10,'cache_read_input_tokens':60,"
                    + "'output_tokens':20,'output_tokens_details':{'thinking_tokens':5}}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,end_turn",
    "LENGTH,max_tokens",
    "TOOL_CALLS,tool_use",
    "CONTENT_FILTER,refusal"
  })
  void saysWhyItStopped(FinishReason finish, String reason) {
    Answer answer = Answer.builder("g1", "openai", "gpt-4o").text("a").finish(finish).build();

    JsonNode message = written(answer);

    assertThat(message.path("stop_reason").textValue()).isEqualTo(reason);
  }

  @Test
  void givesNumbersWhenUsageIsUnknown() {
    Answer answer = Answer.builder("g1", "openai", "gpt-4o").text("a").build();

    JsonNode usage = written(answer).path("usage");

    assertThat(usage)
        .isEqualTo(
            Wire.json(
                "{'input_tokens':0,'cache_creation_input_tokens':0,"
                    + "'cache_read_input_tokens':0,'output_tokens':0}"));
  }

  @Test
  void neverCountsBelowZero() {
    Answer answer =
        Answer.builder("g1", "openai", "gpt-4o")
            .text("a")
            .usage(new Usage(true, 5, 1, 9, 0, 0))
            .build();

    JsonNode usage = written(answer).path("usage");

    assertThat(usage.path("input_tokens").longValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"call 1", "functions.find:0", "", "ä", "a\r\nb"})
  void replacesIdsAnthropicWouldRefuse(String id) {
    ToolCall call = ToolCall.of(id, "find", "{}");

    String first = ToolUse.block(call).path("id").textValue();
    String again = ToolUse.begun(id, "find").path("id").textValue();

    assertThat(first).matches(Pattern.compile("[a-zA-Z0-9_-]{1,64}")).isEqualTo(again);
    assertThat(ToolUse.id("call.1")).isNotEqualTo(ToolUse.id("call:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "7", "{\"order\":", "find it", "{} {}"})
  void wrapsArgumentsThatAreNoObject(String arguments) {
    ToolCall call = ToolCall.of("call_1", "find", arguments);

    JsonNode input = ToolUse.block(call).path("input");

    assertThat(input.path("arguments").textValue()).isEqualTo(arguments);
  }

  @Test
  void keepsWhatClaudeSaidToTheLetter() {
    JsonNode said = Wire.sample("ok-thinking.json");
    Answer answer = claude(said, "It is 17.").usage(new Usage(true, 18, 90, 0, 0, 80)).build();

    JsonNode message = written(answer);

    assertThat(message.path("content")).isEqualTo(said.path("content"));
    assertThat(message.path("content").path(0).path("signature").textValue()).isNotEmpty();
    assertThat(message.path("id").textValue()).isEqualTo("msg_g1");
    assertThat(message.path("model")).isEqualTo(said.path("model"));
    assertThat(message.path("usage").path("output_tokens_details"))
        .isEqualTo(said.path("usage").path("output_tokens_details"));
  }

  @Test
  void keepsClaudesOwnReasonToStopAndWhatOnlyItKnows() {
    ObjectNode said = (ObjectNode) Wire.sample("ok-stop-sequence.json");
    said.putObject("container").put("id", "c1");
    Answer answer = claude(said, "one, two").usage(Usage.of(18, 12)).build();

    JsonNode message = written(answer);

    assertThat(message.path("stop_reason").textValue()).isEqualTo("stop_sequence");
    assertThat(message.path("stop_sequence").textValue()).isEqualTo("three");
    assertThat(message.path("container")).isEqualTo(said.path("container"));
    assertThat(message.path("usage").path("service_tier").textValue()).isEqualTo("standard");
    assertThat(message.path("usage").path("input_tokens").longValue()).isEqualTo(18);
  }

  @Test
  void hidesTheToolAJsonAnswerWasForcedThrough() {
    JsonNode said = Wire.sample("ok-json-via-tool.json");
    String json = "{\"category\":\"travel\",\"amount\":129.5}";

    JsonNode message = written(claude(said, json).build());

    assertThat(message.path("content")).hasSize(1);
    assertThat(message.path("content").path(0).path("type").textValue()).isEqualTo("text");
    assertThat(message.path("content").path(0).path("text").textValue()).isEqualTo(json);
    assertThat(message.path("stop_reason").textValue()).isEqualTo("end_turn");
  }

  @Test
  void givesToolsTheNamesTheCallerKnows() {
    JsonNode said =
        Wire.json(
            "{'content':[{'type':'tool_use','id':'t','name':'find_it_Ab12','input':{}}],"
                + "'stop_reason':'tool_use'}");
    Answer answer =
        claude(said, "")
            .toolCalls(List.of(ToolCall.of("t", "find it", "{}")))
            .finish(FinishReason.TOOL_CALLS)
            .build();

    JsonNode message = written(answer);

    assertThat(message.path("content").path(0).path("name").textValue()).isEqualTo("find it");
    assertThat(message.path("stop_reason").textValue()).isEqualTo("tool_use");
  }

  @Test
  void takesNoWordsOfAnotherDialect() {
    Answer answer =
        Answer.builder("g1", "openai", "gpt-4o")
            .text("")
            .verbatim(new Verbatim("openai", Wire.json("{'content':[],'choices':[]}")))
            .build();

    JsonNode message = written(answer);

    assertThat(message.has("choices")).isFalse();
  }

  private static JsonNode written(Answer answer) {
    return Json.read(Json.write(MessageWriter.message(answer)));
  }

  private static Answer.Builder claude(JsonNode said, String text) {
    return Answer.builder("g1", "anthropic", "claude-haiku-4-5-20251001")
        .text(text)
        .verbatim(new Verbatim("anthropic", said));
  }
}
