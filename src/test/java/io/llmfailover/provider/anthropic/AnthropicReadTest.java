package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.DialectCall.failure;
import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.Usage;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicReadTest {
  private static final String TEXT = "{'type':'text','text':'Yes.'}";
  private static final String JSON_CALL =
      "{'type':'tool_use','id':'t','name':'json','input':{'a':1}}";

  private final AnthropicDialect dialect = new AnthropicDialect();
  private final DialectCall haiku = DialectCall.to("anthropic", "claude-haiku-4-5");
  private final ProviderCall call = haiku.asking(Prompt.of("Hi"));

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "pause_turn, STOP",
    "tool_use, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "refusal, CONTENT_FILTER"
  })
  void mapsStopReasons(String reason, FinishReason expected) {
    assertThat(read(call, TEXT, reason).finish()).isEqualTo(expected);
  }

  @Test
  void saysThatATurnWasPaused() {
    read(call, TEXT, "pause_turn");

    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void trustsNoAnswerWithoutAStopReason() {
    failure(
        FailureKind.TRUNCATED,
        () -> dialect.read(call, json("{'content':[" + TEXT + "],'stop_reason':null}"), 200));
    failure(FailureKind.EMPTY, () -> dialect.read(call, json("{'content':[]}"), 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "3", "{'content':'text'}", "{'choices':[]}"})
  void refusesForeignShapes(String answer) {
    failure(FailureKind.MALFORMED, () -> dialect.read(call, json(answer), 200));
  }

  @Test
  void tellsWhyItWasRefused() {
    Reply reply =
        dialect.read(
            call,
            json(
                "{'content':[],'stop_reason':'refusal','stop_details':"
                    + "{'category':'cyber','explanation':'Blocked.'}}"),
            200);

    assertThat(reply.refusal()).isEqualTo("Blocked. (cyber)");
  }

  @Test
  void takesTheJsonToolsInputForTheAnswerWhenJsonWasAsked() {
    Prompt asked = Prompt.builder().user("Hi").format(OutputFormat.JSON).build();

    Reply reply = read(haiku.asking(asked), TEXT + "," + JSON_CALL, "tool_use");

    assertThat(reply.text()).isEqualTo("{\"a\":1}");
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void takesACallersOwnJsonToolForATool() {
    Prompt asked =
        Prompt.builder()
            .user("Hi")
            .format(OutputFormat.JSON)
            .tools(List.of(new Tool("json", "", null)))
            .build();

    Reply own = read(haiku.asking(asked), JSON_CALL, "tool_use");
    Reply unasked = read(call, JSON_CALL, "tool_use");

    assertThat(own.toolCalls()).hasSize(1);
    assertThat(own.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(unasked.toolCalls()).hasSize(1);
  }

  @Test
  void addsCachedTokensToTheInput() {
    Reply reply =
        dialect.read(
            call,
            json(
                "{'content':["
                    + TEXT
                    + "],'stop_reason':'end_turn','usage':{'input_tokens':21,"
                    + "'cache_creation_input_tokens':300,'cache_read_input_tokens':4096,"
                    + "'output_tokens':3}}"),
            200);

    assertThat(reply.usage()).isEqualTo(new Usage(true, 4417, 3, 4096, 300, 0));
  }

  private Reply read(ProviderCall asking, String blocks, String reason) {
    return dialect.read(
        asking, json("{'content':[" + blocks + "],'stop_reason':'" + reason + "'}"), 200);
  }
}
