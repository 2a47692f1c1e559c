package io.llmfailover.provider.gemini;

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

class GeminiReadTest {
  private final GeminiDialect dialect = new GeminiDialect();
  private final ProviderCall call =
      DialectCall.to("gemini", "gemini-3-flash-preview").asking(Prompt.of("Hi"));

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "PROHIBITED_CONTENT, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "LANGUAGE, CONTENT_FILTER",
    "IMAGE_SAFETY, CONTENT_FILTER"
  })
  void mapsFinishReasons(String reason, FinishReason expected) {
    assertThat(read("[{'text':'x'}]", reason).finish()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"})
  void takesAnUnusableCallForMalformed(String reason) {
    failure(FailureKind.MALFORMED, () -> read("[]", reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OTHER", "", "INVENTED_LATER"})
  void trustsNoAnswerWithoutAGoodEnd(String reason) {
    failure(FailureKind.TRUNCATED, () -> read("[{'text':'The first'}]", reason));
    failure(FailureKind.EMPTY, () -> read("[]", reason));
  }

  @Test
  void saysToolCallsAndMarksTheirSignatures() {
    Reply reply =
        read(
            "[{'functionCall':{'name':'f','args':{'a':1}},'thoughtSignature':'U0lH'},"
                + "{'functionCall':{'name':'f'}}]",
            "STOP");

    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls().get(0).signature()).isEqualTo("gemini:U0lH");
    assertThat(reply.toolCalls().get(1).signature()).isEmpty();
    assertThat(reply.toolCalls().get(1).arguments()).isEqualTo("{}");
    assertThat(reply.toolCalls().get(0).id()).isNotEqualTo(reply.toolCalls().get(1).id());
  }

  @Test
  void keepsThoughtsOutOfTheText() {
    Reply reply = read("[{'text':'Hm.','thought':true},{'text':'a'},{'text':'b'}]", "STOP");

    assertThat(reply.text()).isEqualTo("ab");
    assertThat(reply.reasoning()).isEqualTo("Hm.");
  }

  @Test
  void tellsWhyThePromptWasBlocked() {
    Reply reply =
        dialect.read(
            call,
            json(
                "{'promptFeedback':{'blockReason':'SAFETY','safetyRatings':"
                    + "[{'category':'HARM_A','blocked':true},{'category':'HARM_B'}]}}"),
            200);

    assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.refusal()).isEqualTo("Gemini blocked the prompt: SAFETY, HARM_A");
  }

  @Test
  void tellsWhyTheAnswerWasBlocked() {
    Reply reply =
        dialect.read(
            call,
            json("{'candidates':[{'finishReason':'SPII','finishMessage':'A card number.'}]}"),
            200);

    assertThat(reply.refusal()).isEqualTo("Gemini blocked the answer: SPII (A card number.)");
  }

  @Test
  void tellsAnAnswerWithoutCandidatesFromAForeignShape() {
    failure(FailureKind.EMPTY, () -> dialect.read(call, json("{'candidates':[]}"), 200));
    failure(FailureKind.EMPTY, () -> dialect.read(call, json("{'usageMetadata':{}}"), 200));
    failure(FailureKind.MALFORMED, () -> dialect.read(call, json("{'choices':[]}"), 200));
    failure(FailureKind.MALFORMED, () -> dialect.read(call, json("[1]"), 200));
    failure(FailureKind.MALFORMED, () -> dialect.read(call, json("{'candidates':[3]}"), 200));
  }

  @Test
  void scrubsTheKeyFromWhatItPassesOn() {
    Failure failure =
        failure(
            FailureKind.MALFORMED,
            () ->
                dialect.read(
                    call,
                    json(
                        "{'candidates':[{'finishReason':'MALFORMED_FUNCTION_CALL',"
                            + "'finishMessage':'sk-very-secret'}]}"),
                    200));

    assertThat(failure.message()).isEqualTo("MALFORMED_FUNCTION_CALL: ***");
  }

  @Test
  void countsToolUseAsInputAndThoughtsAsOutput() {
    Usage withTotal =
        usage(
            "{'promptTokenCount':10,'toolUsePromptTokenCount':5,'candidatesTokenCount':3,"
                + "'thoughtsTokenCount':4,'totalTokenCount':22}");
    Usage without =
        usage("{'promptTokenCount':10,'candidatesTokenCount':3,'thoughtsTokenCount':4}");

    assertThat(withTotal).isEqualTo(new Usage(true, 15, 7, 0, 0, 4));
    assertThat(without).isEqualTo(new Usage(true, 10, 7, 0, 0, 4));
    assertThat(usage("{}").known()).isFalse();
  }

  private Reply read(String parts, String reason) {
    return dialect.read(
        call,
        json(
            "{'candidates':[{'content':{'parts':" + parts + "},'finishReason':'" + reason + "'}]}"),
        200);
  }

  private Usage usage(String usage) {
    return dialect
        .read(
            call,
            json("{'candidates':[{'finishReason':'STOP'}],'usageMetadata':" + usage + "}"),
            200)
        .usage();
  }
}
