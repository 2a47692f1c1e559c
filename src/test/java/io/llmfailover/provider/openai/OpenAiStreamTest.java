package io.llmfailover.provider.openai;

import static io.llmfailover.provider.DialectCall.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.StreamedAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
  private static final String STOP = "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";

  private final OpenAiDialect dialect = new OpenAiDialect();
  private final StreamedAnswer streamed = answerTo(Prompt.of("Hi"));

  @Test
  void takesAzuresFirstChunkRolesAndEmptyDeltasForNothing() {
    streamed.read(
        "{'choices':[],'model':'','prompt_filter_results':[{'prompt_index':0}]}",
        delta("{'role':'assistant','content':'','refusal':null,'tool_calls':[]}"),
        delta("{'role':'assistant'}"),
        delta("{}"),
        delta("{'content':null,'function_call':null,'tool_calls':null}"));

    assertThat(streamed.pieces()).isEmpty();
    assertThat(streamed.reader().finished()).isFalse();
  }

  @Test
  void readsTogethersTextOnceThoughItIsSentTwice() {
    streamed.read(
        "{'choices':[{'text':'Ja','delta':{'role':'assistant','content':'Ja'}}]}",
        "{'choices':[{'text':'wohl','delta':{'role':'assistant','content':'wohl'}}]}",
        STOP);

    assertThat(streamed.reply().text()).isEqualTo("Jawohl");
  }

  @Test
  void readsMistralsParts() {
    streamed.read(
        delta("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm.'}]}]}"),
        delta("{'content':[{'type':'text','text':'Ja'},{'type':'reference'}]}"),
        delta("{'content':'wohl'}"),
        STOP);

    Reply reply = streamed.reply();
    assertThat(reply.text()).isEqualTo("Jawohl");
    assertThat(reply.reasoning()).isEqualTo("Hm.");
    assertThat(streamed.pieces().get(0)).isEqualTo(new Piece.Reasoning("Hm."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning", "reasoning_content"})
  void handsThoughtsOnApart(String field) {
    streamed.read(delta("{'" + field + "':'Hm.'}"), delta("{'content':'Ja'}"), STOP);

    assertThat(streamed.pieces()).containsExactly(new Piece.Reasoning("Hm."), new Piece.Text("Ja"));
  }

  @Test
  void collectsARefusalWithoutHandingItOn() {
    streamed.read(delta("{'refusal':'I am '}"), delta("{'refusal':'sorry.'}"), STOP);

    assertThat(streamed.pieces()).isEmpty();
    assertThat(streamed.reply().refusal()).isEqualTo("I am sorry.");
  }

  @Test
  void namesWhatAzuresFilterFound() {
    streamed.read(
        "{'choices':[{'delta':{},'finish_reason':'content_filter',"
            + "'content_filter_results':{'hate':{'filtered':true}}}]}");

    Reply reply = streamed.reply();
    assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.refusal()).isEqualTo("filtered for hate");
  }

  @Test
  void takesTheWholeMessageOfAServerThatKnowsNoDeltas() {
    streamed.read(
        "{'choices':[{'message':{'role':'assistant','content':'Ja'},'finish_reason':'stop'}]}");

    assertThat(streamed.reply().text()).isEqualTo("Ja");
  }

  @Test
  void doesNotRepeatAMessageThatFollowsItsDeltas() {
    streamed.read(
        delta("{'content':'Ja'}"),
        "{'choices':[{'message':{'content':'Ja'},'finish_reason':'stop'}]}");

    assertThat(streamed.reply().text()).isEqualTo("Ja");
  }

  @Test
  void keepsToOneOfSeveralAnswers() {
    streamed.read(
        "{'choices':[{'index':1,'delta':{'content':'B'}}]}",
        "{'choices':[{'index':0,'delta':{'content':'A'}},{'index':1,'delta':{'content':'b'}}]}",
        "{'choices':[{'index':0,'delta':{},'finish_reason':'length'}]}",
        "{'choices':[{'index':1,'delta':{},'finish_reason':'stop'}]}");

    assertThat(streamed.reply().text()).isEqualTo("Bb");
    assertThat(streamed.reply().finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void takesNothingButTokensAfterTheFinishReason() {
    streamed.read(
        delta("{'content':'Ja'}"),
        STOP,
        delta("{'content':'!','tool_calls':[" + call("0", "a", "find", "'{}'") + "]}"),
        "{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':2}}");

    Reply reply = streamed.reply();
    assertThat(reply.text()).isEqualTo("Ja");
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(reply.usage()).isEqualTo(Usage.of(9, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':2}}",
        "{'choices':[{'delta':{}}],'usage':{'prompt_tokens':9,'completion_tokens':2}}",
        "{'choices':[{'delta':{}}],'x_groq':{'usage':{'prompt_tokens':9,'completion_tokens':2}}}"
      })
  void findsTokensWhereverTheyAreTold(String last) {
    streamed.read(
        "{'choices':[{'delta':{'content':'Ja'}}],'usage':null}",
        "{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':1}}",
        last,
        "{'choices':[],'usage':{'prompt_tokens':0,'completion_tokens':0}}",
        STOP);

    assertThat(streamed.reply().usage()).isEqualTo(Usage.of(9, 2));
  }

  @Test
  void putsCallsTogetherByTheirIndexWhateverItCountsFrom() {
    streamed.read(
        calls(call("3", "a", "find", "''")),
        calls(call("7", "b", "look", "'{'")),
        calls("{'index':3,'function':{'arguments':'{}'}}"),
        calls("{'index':7,'function':{'arguments':'}'}}"),
        STOP);

    assertThat(streamed.reply().toolCalls())
        .containsExactly(ToolCall.of("a", "find", "{}"), ToolCall.of("b", "look", "{}"));
    assertThat(streamed.reply().finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void startsACallWithANewIdWhereThereIsNoIndex() {
    streamed.read(
        calls("{'id':'a','function':{'name':'find','arguments':'{'}}"),
        calls("{'function':{'arguments':'}'}}"),
        calls("{'id':'b','function':{'name':'find','arguments':''}}"),
        calls("{'id':'b','function':{'name':'find','arguments':'{}'}}"),
        STOP);

    assertThat(streamed.reply().toolCalls())
        .containsExactly(ToolCall.of("a", "find", "{}"), ToolCall.of("b", "find", "{}"));
  }

  @Test
  void makesUpAMissingIdOnce() {
    streamed.read(
        calls("{'function':{'name':'find','arguments':{'a':1}}}"),
        calls("{'function':{'name':'find','arguments':{'a':2}}}"),
        STOP);

    List<ToolCall> found = streamed.reply().toolCalls();
    assertThat(found).extracting(ToolCall::arguments).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(found).extracting(ToolCall::id).doesNotHaveDuplicates();
    assertThat(found.get(0).id()).startsWith("call_");
  }

  @Test
  void keepsWhatComesBeforeTheNameUntilTheNameIsKnown() {
    streamed.read(calls("{'index':0,'id':'a','function':{'arguments':'{'}}"));
    assertThat(streamed.pieces()).isEmpty();

    streamed.read(calls("{'index':0,'function':{'name':'find','arguments':'}'}}"), STOP);

    assertThat(streamed.pieces())
        .containsExactly(new Piece.ToolStart(0, "a", "find", ""), new Piece.ToolArguments(0, "{}"));
  }

  @Test
  void acceptsIdAndNameInEachDelta() {
    String part = call("0", "a", "find", "'%s'");

    streamed.read(
        calls(part.formatted("{")),
        calls(part.formatted("}")),
        calls(part.formatted("")),
        calls(call("0", "", "", "''")),
        STOP);

    assertThat(streamed.reply().toolCalls()).containsExactly(ToolCall.of("a", "find", "{}"));
  }

  @Test
  void acceptsAnotherIdInEachDelta() {
    streamed.read(
        calls(call("0", "x1", "find", "''")),
        calls("{'index':0,'id':'x2','function':{'arguments':'{'}}"),
        calls("{'index':0,'id':'x3','function':{'arguments':'}'}}"),
        STOP);

    assertThat(streamed.reply().toolCalls()).containsExactly(ToolCall.of("x1", "find", "{}"));
  }

  @Test
  void tellsWholeCallsApartThatAllHaveTheSameIndex() {
    streamed.read(
        calls(call("0", "a", "find", "'{}'")),
        calls(call("0", "b", "find", "'[\\'}\\']'")),
        calls(call("0", "c", "look", "''")),
        calls(call("0", "d", "look", "{}")),
        STOP);

    assertThat(streamed.reply().toolCalls())
        .containsExactly(
            ToolCall.of("a", "find", "{}"),
            ToolCall.of("b", "find", "[\"}\"]"),
            ToolCall.of("c", "look", "{}"),
            ToolCall.of("d", "look", "{}"));
  }

  @Test
  void givesARepeatedIdToOneCallOnly() {
    streamed.read(
        calls(call("0", "same", "find", "'{}'") + "," + call("1", "same", "find", "'{}'")), STOP);

    assertThat(streamed.reply().toolCalls())
        .extracting(ToolCall::id)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void readsTheIndexInWhateverTypeItComes() {
    streamed.read(
        calls(call("'0'", "a", "find", "'{'")),
        calls("{'index':'0','function':{'arguments':'}'}}"),
        calls(call("{}", "b", "find", "{}") + ",null,3,'x',{}"),
        STOP);

    assertThat(streamed.reply().toolCalls())
        .containsExactly(ToolCall.of("a", "find", "{}"), ToolCall.of("b", "find", "{}"));
  }

  @Test
  void givesACallWithoutArgumentsAnEmptyObject() {
    streamed.read(calls(call("0", "a", "find", "null")), STOP);

    assertThat(streamed.pieces()).endsWith(new Piece.ToolArguments(0, "{}"));
    assertThat(streamed.reply().toolCalls()).containsExactly(ToolCall.of("a", "find", "{}"));
  }

  @Test
  void takesAFunctionCallForTheOnlyToolCall() {
    streamed.read(
        delta("{'function_call':{'name':'find','arguments':''}}"),
        delta("{'function_call':{'arguments':'{\\'a\\':'}}"),
        delta("{'function_call':{'arguments':'1}'}}"),
        "{'choices':[{'delta':{},'finish_reason':'function_call'}]}");

    Reply reply = streamed.reply();
    assertThat(reply.toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"a\":1}");
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void takesACallOnceThatIsSentInTheOldFormToo() {
    streamed.read(
        delta(
            "{'function_call':{'name':'find','arguments':'{}'},'tool_calls':["
                + call("0", "a", "find", "'{}'")
                + "]}"),
        STOP);

    assertThat(streamed.reply().toolCalls()).hasSize(1);
  }

  @Test
  void givesToolsTheNamesTheirCallerKnows() {
    Prompt prompt =
        Prompt.builder().user("Hi").tools(List.of(new Tool("find order!", "", null))).build();
    String wire = OpenAiDialect.TOOL_NAMES.wire("find order!");

    StreamedAnswer named = answerTo(prompt).read(calls(call("0", "a", wire, "'{}'")), STOP);

    assertThat(named.reply().toolCalls().get(0).name()).isEqualTo("find order!");
  }

  @Test
  void refusesACallThatNamesNoTool() {
    streamed.read(calls("{'index':0,'id':'a','function':{'arguments':'{}'}}"));

    failure(FailureKind.MALFORMED, () -> streamed.read(STOP));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos, STOP",
    "tool_calls, STOP",
    "length, LENGTH",
    "model_length, LENGTH",
    "content_filter, CONTENT_FILTER"
  })
  void mapsFinishReasons(String reason, FinishReason expected) {
    streamed.read(
        "{'choices':[{'delta':{'content':'Ja'},'finish_reason':''}]}",
        "{'choices':[{'delta':{'content':'wohl'},'finish_reason':'" + reason + "'}]}");

    assertThat(streamed.reply().finish()).isEqualTo(expected);
    assertThat(streamed.reply().text()).isEqualTo("Jawohl");
  }

  @Test
  void failsAtOnceWhenTheFinishReasonIsAFailure() {
    failure(
        FailureKind.SERVER_ERROR,
        () ->
            streamed.read(
                "{'choices':[{'delta':{'content':'Ja'},'finish_reason':'error'}],"
                    + "'usage':{'prompt_tokens':9,'completion_tokens':1}}"));
    assertThat(streamed.reader().usage()).isEqualTo(Usage.of(9, 1));
    assertThat(streamed.reader().finished()).isFalse();

    failure(
        FailureKind.OVERLOADED,
        () ->
            answerTo(Prompt.of("Hi"))
                .read("{'choices':[{'delta':{},'finish_reason':'insufficient_system_resource'}]}"));
  }

  @Test
  void trustsNoStreamWithoutAFinishReason() {
    streamed.read(delta("{'reasoning':'Hm.'}"));
    streamed.reader().done();
    assertThat(streamed.reader().ended()).isTrue();
    failure(FailureKind.EMPTY, () -> streamed.reader().reply());

    streamed.read(delta("{'content':'Ja'}"));
    failure(FailureKind.TRUNCATED, () -> streamed.reader().reply());

    failure(FailureKind.EMPTY, () -> answerTo(Prompt.of("Hi")).reader().reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "3", "'text'", "{'candidates':[]}", "{'choices':'many'}"})
  void refusesForeignStreams(String event) {
    streamed.read(event);

    failure(FailureKind.MALFORMED, () -> streamed.reader().reply());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':null}",
        "{'choices':[null,3,'x']}",
        "{'choices':[{'index':'one','delta':'text'}]}",
        "{'choices':[{'delta':{'content':{'text':'x'},'reasoning':1,'refusal':[]}}]}",
        "{'choices':[{'delta':{'tool_calls':{'function':{}}}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':[],'id':4,'function':'x'}]}}]}",
        "{'choices':[{'delta':{'function_call':'find'},'finish_reason':3}],'usage':'many'}"
      })
  void passesOverWhatHasTheWrongType(String event) {
    streamed.read(delta("{'content':'Ja'}"), event, STOP);

    assertThat(streamed.reply().text()).isEqualTo("Ja");
    assertThat(streamed.reply().toolCalls()).isEmpty();
  }

  @Test
  void reportsTheModelAndStatus() {
    streamed.read("{'model':'gpt-4o-2024-08-06','choices':[{'delta':{'content':'x'}}]}", STOP);

    assertThat(streamed.reply().reportedModel()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(streamed.reply().status()).isEqualTo(200);
  }

  private StreamedAnswer answerTo(Prompt prompt) {
    return new StreamedAnswer(dialect, DialectCall.to("openai", "gpt-4o").asking(prompt));
  }

  private static String delta(String delta) {
    return "{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}";
  }

  private static String calls(String calls) {
    return delta("{'tool_calls':[" + calls + "]}");
  }

  private static String call(String index, String id, String name, String arguments) {
    return "{'index':%s,'id':'%s','type':'function','function':{'name':'%s','arguments':%s}}"
        .formatted(index, id, name, arguments);
  }
}
