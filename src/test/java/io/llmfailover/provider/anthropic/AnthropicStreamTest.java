package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.DialectCall.failure;
import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.OutputFormat;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import io.llmfailover.provider.StreamedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamTest {
  private static final String TEXT = "{'type':'text','text':''}";
  private static final String JSON_TOOL = "{'type':'tool_use','id':'t','name':'json','input':{}}";

  private final AnthropicDialect dialect = new AnthropicDialect();
  private final DialectCall haiku = DialectCall.to("anthropic", "claude-haiku-4-5");
  private final ProviderCall call = haiku.asking(Prompt.of("Hi"));
  private final StreamedAnswer streamed = new StreamedAnswer(dialect, call);

  @Test
  void takesBlocksForWhatTheyAre() {
    streamed.read(
        start(0, "{'type':'text','text':'Ja'}"),
        delta(0, "{'type':'text_delta','text':'wohl'}"),
        delta(0, "{'type':'citations_delta','citation':{'cited_text':'x'}}"),
        "{'type':'ping'}",
        stop(0),
        start(1, "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}"),
        delta(1, "{'type':'input_json_delta','partial_json':'{}'}"),
        stop(1),
        end("end_turn"));

    assertThat(streamed.pieces()).containsExactly(new Piece.Text("Ja"), new Piece.Text("wohl"));
    assertThat(streamed.reply().toolCalls()).isEmpty();
  }

  @Test
  void countsToolCallsNotBlocks() {
    streamed.read(
        start(0, TEXT),
        stop(0),
        start(1, "{'type':'tool_use','id':'a','name':'find','input':{}}"),
        delta(1, "{'type':'input_json_delta','partial_json':''}"),
        delta(1, "{'type':'input_json_delta','partial_json':'{\\'n\\':'}"),
        delta(1, "{'type':'input_json_delta','partial_json':'1}'}"),
        stop(1),
        start(2, "{'type':'tool_use','id':'b','name':'look','input':{}}"),
        delta(2, "{'type':'input_json_delta','partial_json':''}"),
        stop(2),
        end("tool_use"));

    assertThat(streamed.reply().toolCalls())
        .containsExactly(ToolCall.of("a", "find", "{\"n\":1}"), ToolCall.of("b", "look", "{}"));
    assertThat(streamed.pieces())
        .containsExactly(
            new Piece.ToolStart(0, "a", "find", ""),
            new Piece.ToolArguments(0, "{\"n\":"),
            new Piece.ToolArguments(0, "1}"),
            new Piece.ToolStart(1, "b", "look", ""),
            new Piece.ToolArguments(1, "{}"));
  }

  @Test
  void takesAnInputThatIsThereFromTheStart() {
    streamed.read(
        start(0, "{'type':'tool_use','id':'a','name':'find','input':{'n': 1}}"),
        stop(0),
        end("tool_use"));

    assertThat(streamed.reply().toolCalls()).containsExactly(ToolCall.of("a", "find", "{\"n\":1}"));
  }

  @Test
  void stopsABlockWhoseStopIsMissing() {
    streamed.read(
        start(0, "{'type':'tool_use','id':'a','name':'find','input':{}}"),
        start(0, "{'type':'tool_use','id':'b','name':'find','input':{}}"),
        start(1, "{'type':'thinking','thinking':'Hm.','signature':'sig'}"),
        end("tool_use"));

    assertThat(streamed.reply().toolCalls())
        .containsExactly(ToolCall.of("a", "find", "{}"), ToolCall.of("b", "find", "{}"));
    assertThat(streamed.pieces(Piece.State.class)).hasSize(1);
  }

  @Test
  void handsSignedThoughtsOnAsState() {
    streamed.read(
        start(0, "{'type':'thinking','thinking':'','signature':''}"),
        delta(0, "{'type':'thinking_delta','thinking':'H'}"),
        delta(0, "{'type':'thinking_delta','thinking':'m.'}"),
        delta(0, "{'type':'signature_delta','signature':'sig'}"),
        stop(0),
        start(1, "{'type':'redacted_thinking','data':'xyz'}"),
        stop(1),
        start(2, "{'type':'thinking','thinking':'Unsigned.'}"),
        stop(2),
        start(3, "{'type':'text','text':'Ja'}"),
        end("end_turn"));

    assertThat(streamed.pieces())
        .containsExactly(
            new Piece.Reasoning("H"),
            new Piece.Reasoning("m."),
            new Piece.State(
                "anthropic", json("{'type':'thinking','thinking':'Hm.','signature':'sig'}")),
            new Piece.State("anthropic", json("{'type':'redacted_thinking','data':'xyz'}")),
            new Piece.Reasoning("Unsigned."),
            new Piece.Text("Ja"));
    assertThat(streamed.reply().reasoning()).isEqualTo("Hm.Unsigned.");
  }

  @Test
  void replacesCountedTokensByLaterOnesThatAreKnown() {
    streamed.read(
        "{'type':'message_start','message':{'model':'claude-x','usage':{'input_tokens':18,"
            + "'cache_read_input_tokens':100,'output_tokens':1}}}");
    assertThat(streamed.reader().usage()).isEqualTo(new Usage(true, 118, 1, 100, 0, 0));

    streamed.read(
        start(0, "{'type':'text','text':'Ja'}"),
        "{'type':'message_delta','delta':{'stop_reason':null},"
            + "'usage':{'input_tokens':20,'output_tokens':5}}",
        "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':0,"
            + "'cache_read_input_tokens':null,'output_tokens':12,"
            + "'output_tokens_details':{'thinking_tokens':7}}}",
        "{'type':'message_stop'}");

    assertThat(streamed.reply().usage()).isEqualTo(new Usage(true, 120, 12, 100, 0, 7));
    assertThat(streamed.reply().reportedModel()).isEqualTo("claude-x");
  }

  @Test
  void knowsNoUsageWhenNoneIsTold() {
    streamed.read(start(0, "{'type':'text','text':'Ja'}"), end("end_turn"));

    assertThat(streamed.reply().usage()).isEqualTo(Usage.UNKNOWN);
  }

  @Test
  void hasEndedWhenTheMessageStops() {
    streamed.read(start(0, "{'type':'text','text':'Ja'}"), end("end_turn"));
    assertThat(streamed.reader().finished()).isTrue();
    assertThat(streamed.reader().ended()).isFalse();

    streamed.read("{'type':'message_stop'}");

    assertThat(streamed.reader().ended()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "tool_use, STOP",
    "pause_turn, STOP",
    "max_tokens, LENGTH",
    "refusal, CONTENT_FILTER"
  })
  void mapsStopReasons(String reason, FinishReason expected) {
    streamed.read(start(0, "{'type':'text','text':'Ja'}"), end(reason));

    assertThat(streamed.reply().finish()).isEqualTo(expected);
  }

  @Test
  void tellsWhyItWasRefused() {
    streamed.read(
        "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_details':"
            + "{'category':'cyber','explanation':'Blocked.'}}}");

    assertThat(streamed.reply().refusal()).isEqualTo("Blocked. (cyber)");
  }

  @Test
  void takesTheTypeFromTheEventWhereTheDataHasNone() {
    streamed
        .reader()
        .read(
            "content_block_delta",
            json("{'delta':{'type':'text_delta','text':'Ja'}}"),
            streamed.pieces()::add);
    streamed.read(end("end_turn"));

    assertThat(streamed.reply().text()).isEqualTo("Ja");
  }

  @Test
  void streamsTheInputOfTheJsonToolAsText() {
    StreamedAnswer json = jsonAnswer("{'type':'object'}");

    json.read(
        start(0, "{'type':'text','text':'Here it is:'}"),
        stop(0),
        start(1, JSON_TOOL),
        delta(1, "{'type':'input_json_delta','partial_json':'{ \\'a\\':'}"),
        delta(1, "{'type':'input_json_delta','partial_json':'1}'}"));
    assertThat(json.text()).isEqualTo("{ \"a\":1}");

    json.read(stop(1), end("tool_use"));
    Reply reply = json.reply();
    assertThat(reply.text()).isEqualTo("{ \"a\":1}");
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void unwrapsTheInputOfTheJsonToolWhenItIsWhole() {
    StreamedAnswer json = jsonAnswer("{'type':'array'}");

    json.read(
        start(0, JSON_TOOL),
        delta(0, "{'type':'input_json_delta','partial_json':'{\\'value\\': [1,'}"),
        delta(0, "{'type':'input_json_delta','partial_json':'2]}'}"));
    assertThat(json.pieces()).isEmpty();

    json.read(stop(0), end("tool_use"));
    assertThat(json.reply().text()).isEqualTo("[1,2]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"array", "object"})
  void findsACutInputOfTheJsonToolCut(String type) {
    Prompt prompt = asking("{'type':'" + type + "'}");
    StreamedAnswer json = new StreamedAnswer(dialect, haiku.asking(prompt));

    json.read(
        start(0, JSON_TOOL),
        delta(0, "{'type':'input_json_delta','partial_json':'{\\'value\\': [1,'}"),
        stop(0),
        end("max_tokens"));

    failure(FailureKind.TRUNCATED, () -> ReplyJudge.usable(prompt, json.reply()));
  }

  @Test
  void takesTheFirstOfTwoJsonAnswersAsAWholeAnswerIsRead() {
    StreamedAnswer json = jsonAnswer("{'type':'object'}");

    json.read(
        start(0, "{'type':'tool_use','id':'t','name':'json','input':{'a':1}}"),
        stop(0),
        start(1, "{'type':'tool_use','id':'u','name':'json','input':{'a':2}}"),
        stop(1),
        end("tool_use"));

    assertThat(json.reply().text()).isEqualTo("{\"a\":1}");
    assertThat(json.reply().toolCalls()).isEmpty();
  }

  @Test
  void takesTheTextWhenTheJsonToolIsNotUsed() {
    StreamedAnswer json = jsonAnswer("{'type':'object'}");

    json.read(start(0, "{'type':'text','text':'{}'}"), stop(0));
    assertThat(json.pieces()).isEmpty();

    json.read(end("end_turn"));
    assertThat(json.reply().text()).isEqualTo("{}");
  }

  @Test
  void trustsNoStreamWithoutAStopReason() {
    streamed.read(start(0, TEXT), "{'type':'message_stop'}");
    failure(FailureKind.EMPTY, () -> streamed.reader().reply());

    streamed.read(delta(0, "{'type':'text_delta','text':'Ja'}"));
    failure(FailureKind.TRUNCATED, () -> streamed.reader().reply());

    failure(FailureKind.EMPTY, () -> new StreamedAnswer(dialect, call).reader().reply());
  }

  @Test
  void refusesACallThatNamesNoTool() {
    failure(FailureKind.MALFORMED, () -> streamed.read(start(0, "{'type':'tool_use','id':'a'}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "3", "'text'", "{'choices':[]}", "{'type':'invented'}"})
  void refusesForeignStreams(String event) {
    streamed.read(event);

    failure(FailureKind.MALFORMED, () -> streamed.reader().reply());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'message_start','message':'x'}",
        "{'type':'content_block_start','index':null,'content_block':'x'}",
        "{'type':'content_block_delta','index':{},'delta':[]}",
        "{'type':'content_block_delta','index':7,'delta':{'type':'text_delta','text':4}}",
        "{'type':'content_block_delta','index':7,"
            + "'delta':{'type':'input_json_delta','partial_json':'{}'}}",
        "{'type':'content_block_stop'}",
        "{'type':'message_delta','delta':{'stop_reason':4},'usage':'many'}",
        "{'type':'message_delta','delta':'x','usage':{'output_tokens':'3'}}"
      })
  void passesOverWhatHasTheWrongType(String event) {
    streamed.read(start(0, "{'type':'text','text':'Ja'}"), event, end("end_turn"));

    assertThat(streamed.reply().text()).isEqualTo("Ja");
    assertThat(streamed.reply().toolCalls()).isEmpty();
  }

  private StreamedAnswer jsonAnswer(String schema) {
    return new StreamedAnswer(dialect, haiku.asking(asking(schema)));
  }

  private static Prompt asking(String schema) {
    return Prompt.builder()
        .user("Hi")
        .format(new OutputFormat.Schema("answer", json(schema)))
        .build();
  }

  private static String start(int index, String block) {
    return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
  }

  private static String delta(int index, String delta) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
  }

  private static String stop(int index) {
    return "{'type':'content_block_stop','index':" + index + "}";
  }

  private static String end(String reason) {
    return "{'type':'message_delta','delta':{'stop_reason':'" + reason + "'}}";
  }
}
