package io.llmfailover.provider.openai;

import static io.llmfailover.provider.DialectCall.failure;
import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiReadTest {
  private static final String CALL = "{'function':{'name':'find','arguments':{'a':1}}}";

  private final OpenAiDialect dialect = new OpenAiDialect();
  private final ProviderCall call = DialectCall.to("openai", "gpt-4o").asking(Prompt.of("Hi"));

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos, STOP",
    "tool_calls, STOP",
    "end_of_something_new, STOP",
    "length, LENGTH",
    "model_length, LENGTH",
    "content_filter, CONTENT_FILTER"
  })
  void mapsFinishReasonsOfAText(String reason, FinishReason expected) {
    Reply reply = read("{'content':'Yes.'}", reason);

    assertThat(reply.finish()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"stop, TOOL_CALLS", "tool_calls, TOOL_CALLS", "eos, TOOL_CALLS", "length, LENGTH"})
  void mapsFinishReasonsOfAToolCall(String reason, FinishReason expected) {
    Reply reply = read("{'content':null,'tool_calls':[" + CALL + "]}", reason);

    assertThat(reply.finish()).isEqualTo(expected);
    assertThat(reply.toolCalls().get(0).arguments()).isEqualTo("{\"a\":1}");
  }

  @Test
  void takesAnErrorForAServersFailureWorthARepeat() {
    Failure failure =
        failure(
            FailureKind.SERVER_ERROR,
            () ->
                dialect.read(
                    call,
                    json(
                        "{'choices':[{'message':{'content':'x'},'finish_reason':'error',"
                            + "'error':{'message':'upstream sk-very-secret died'}}]}"),
                    200));

    assertThat(failure.message()).isEqualTo("upstream *** died");
    assertThat(failure.repeatable()).isTrue();
    assertThat(failure.scope()).isEqualTo(Failure.Scope.LINK);
  }

  @Test
  void takesMissingResourcesForAnOverload() {
    Failure failure =
        failure(
            FailureKind.OVERLOADED,
            () -> read("{'content':'The'}", "insufficient_system_resource"));

    assertThat(failure.scope()).isEqualTo(Failure.Scope.LINK);
    assertThat(failure.repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "'text'",
        "{'choices':{}}",
        "{'choices':[null]}",
        "{'choices':[{'message':'text'}]}",
        "{'choices':[{'message':{'tool_calls':[{'function':{}}]}}]}",
        "{'candidates':[]}"
      })
  void refusesForeignShapes(String answer) {
    failure(FailureKind.MALFORMED, () -> dialect.read(call, json(answer), 200));
  }

  @Test
  void joinsPartsAndKeepsThoughtsApart() {
    Reply reply =
        read(
            "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm.'}]},"
                + "{'type':'text','text':'Ja'},{'type':'reference','reference_ids':[1]},"
                + "{'type':'text','text':'wohl'}]}",
            "stop");

    assertThat(reply.text()).isEqualTo("Jawohl");
    assertThat(reply.reasoning()).isEqualTo("Hm.");
  }

  @Test
  void makesUpMissingIdsAndReplacesRepeatedOnes() {
    String twice = "{'id':'same','function':{'name':'find','arguments':''}}";

    Reply reply =
        read("{'tool_calls':[" + CALL + "," + CALL + "," + twice + "," + twice + "]}", "stop");

    assertThat(reply.toolCalls()).extracting(io.llmfailover.ToolCall::id).doesNotHaveDuplicates();
    assertThat(reply.toolCalls().get(0).id()).startsWith("call_");
    assertThat(reply.toolCalls().get(2).id()).isEqualTo("same");
    assertThat(reply.toolCalls().get(2).arguments()).isEqualTo("{}");
  }

  @Test
  void takesAFunctionCallForTheOnlyToolCall() {
    Reply reply =
        read("{'content':null,'function_call':{'name':'find','arguments':'{}'}}", "function_call");

    assertThat(reply.toolCalls()).extracting(io.llmfailover.ToolCall::name).containsExactly("find");
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void namesWhatAzuresFilterFound() {
    Reply reply =
        dialect.read(
            call,
            json(
                "{'choices':[{'message':{'content':''},'finish_reason':'content_filter',"
                    + "'content_filter_results':{'hate':{'filtered':true},"
                    + "'violence':{'filtered':false},'sexual':{'filtered':true}}}]}"),
            200);

    assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.refusal()).isEqualTo("filtered for hate, sexual");
  }

  @Test
  void countsCacheHitsAndMissesWhereThatIsAllThereIs() {
    Usage usage = usage("{'prompt_cache_hit_tokens':5,'prompt_cache_miss_tokens':7}");

    assertThat(usage).isEqualTo(new Usage(true, 12, 0, 5, 0, 0));
  }

  @Test
  void findsCachedTokensAtTheTopLevel() {
    Usage usage = usage("{'prompt_tokens':9,'completion_tokens':2,'cached_tokens':4}");

    assertThat(usage).isEqualTo(new Usage(true, 9, 2, 4, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "'many'", "{}", "{'prompt_tokens':'9'}"})
  void knowsNoUsageWhenTheServerTellsNone(String usage) {
    assertThat(usage(usage).known()).isFalse();
  }

  @Test
  void readsFractionsAndAbsurdCountsWithoutHarm() {
    Usage usage = usage("{'prompt_tokens':9.0,'completion_tokens':-1,'cached_tokens':1e400}");

    assertThat(usage).isEqualTo(new Usage(true, 9, 0, 0, 0, 0));
  }

  @Test
  void reportsTheModelThatAnswered() {
    Reply reply =
        dialect.read(
            call,
            json("{'model':'gpt-4o-2024-08-06','choices':[{'message':{'content':'x'}}]}"),
            201);

    assertThat(reply.reportedModel()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(reply.status()).isEqualTo(201);
  }

  private Reply read(String message, String reason) {
    return dialect.read(
        call,
        json("{'choices':[{'message':" + message + ",'finish_reason':'" + reason + "'}]}"),
        200);
  }

  private Usage usage(String usage) {
    return dialect
        .read(call, json("{'choices':[{'message':{'content':'x'}}],'usage':" + usage + "}"), 200)
        .usage();
  }
}
