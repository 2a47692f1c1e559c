package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.failure;
import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
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

class GeminiStreamTest {
  private static final String STOP = "{'candidates':[{'finishReason':'STOP','index':0}]}";

  private final StreamedAnswer streamed = answer();

  @Test
  void handsThoughtsOnApart() {
    streamed.read(parts("{'text':'Hm.','thought':true},{'text':'Ja'}"), STOP);

    assertThat(streamed.pieces()).containsExactly(new Piece.Reasoning("Hm."), new Piece.Text("Ja"));
    assertThat(streamed.reply().reasoning()).isEqualTo("Hm.");
  }

  @Test
  void remembersACallUntilTheStopThatDoesNotNameIt() {
    streamed.read(
        parts(
            "{'functionCall':{'id':'a','name':'find','args':{'n': 1}},'thoughtSignature':'sig'},"
                + "{'functionCall':{'name':'look'}}"),
        parts("{'text':''}"),
        STOP);

    Reply reply = streamed.reply();
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls().get(0))
        .isEqualTo(new ToolCall("a", "find", "{\"n\":1}", "gemini:sig"));
    assertThat(reply.toolCalls().get(1).id()).startsWith("call_");
    assertThat(reply.toolCalls().get(1).arguments()).isEqualTo("{}");
    assertThat(streamed.pieces())
        .startsWith(
            new Piece.ToolStart(0, "a", "find", "gemini:sig"),
            new Piece.ToolArguments(0, "{\"n\":1}"));
  }

  @Test
  void handsASignatureOnBesideItsWords() {
    streamed.read(
        parts("{'text':'Ja','thoughtSignature':'one'}"),
        parts("{'text':'','thoughtSignature':'two'}"),
        parts("{'text':'Hm.','thought':true,'thoughtSignature':'three'}"),
        STOP);

    assertThat(streamed.pieces())
        .containsExactly(
            new Piece.Text("Ja"),
            new Piece.State("gemini", json("{'text':'','thoughtSignature':'one'}")),
            new Piece.State("gemini", json("{'text':'','thoughtSignature':'two'}")),
            new Piece.Reasoning("Hm."),
            new Piece.State(
                "gemini", json("{'text':'','thought':true,'thoughtSignature':'three'}")));
  }

  @Test
  void countsTokensAsToldLast() {
    streamed.read(
        "{'candidates':[{'content':{'parts':[{'text':'Ja'}]}}],"
            + "'usageMetadata':{'promptTokenCount':9,'totalTokenCount':10}}",
        STOP,
        "{'usageMetadata':{'promptTokenCount':9,'candidatesTokenCount':4,'totalTokenCount':13}}",
        "{'usageMetadata':{'promptTokenCount':0,'totalTokenCount':0}}");

    assertThat(streamed.reader().finished()).isTrue();
    assertThat(streamed.reader().ended()).isFalse();
    assertThat(streamed.reply().usage()).isEqualTo(Usage.of(9, 4));
  }

  @Test
  void readsOnWhereEveryChunkSaysStop() {
    streamed.read(
        "{'candidates':[{'content':{'parts':[{'text':'Ja'}]},'finishReason':'STOP'}]}",
        "{'candidates':[{'content':{'parts':[{'text':'wohl'}]},'finishReason':'STOP'}]}");
    assertThat(streamed.reply().text()).isEqualTo("Jawohl");

    streamed.read(parts("{'text':'!'}"));

    assertThat(streamed.reader().finished()).isFalse();
    failure(FailureKind.TRUNCATED, () -> streamed.reader().reply());
  }

  @Test
  void takesAnUnspecifiedReasonForNone() {
    streamed.read(
        "{'candidates':[{'content':{'parts':[{'text':'Ja'}]},"
            + "'finishReason':'FINISH_REASON_UNSPECIFIED'}]}");

    assertThat(streamed.reader().finished()).isFalse();
  }

  @Test
  void keepsToOneOfSeveralAnswers() {
    streamed.read(
        "{'candidates':[{'content':{'parts':[{'text':'A'}]}},"
            + "{'index':1,'content':{'parts':[{'text':'B'}]}}]}",
        "{'candidates':[{'index':1,'content':{'parts':[{'text':'b'}]},'finishReason':'STOP'}]}",
        "{'candidates':[{'index':0,'finishReason':'MAX_TOKENS'}]}");

    assertThat(streamed.reply().text()).isEqualTo("A");
    assertThat(streamed.reply().finish()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void tellsThatThePromptWasBlocked() {
    streamed.read("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}");

    Reply reply = streamed.reply();
    assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.refusal()).isEqualTo("Gemini blocked the prompt: PROHIBITED_CONTENT");
  }

  @Test
  void tellsThatTheAnswerWasBlockedWhateverFollows() {
    streamed.read(
        parts("{'text':'First'}"),
        "{'candidates':[{'finishReason':'SPII','finishMessage':'A name.'}]}",
        STOP);

    Reply reply = streamed.reply();
    assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.refusal()).isEqualTo("Gemini blocked the answer: SPII (A name.)");
  }

  @ParameterizedTest
  @CsvSource({
    "MALFORMED_FUNCTION_CALL, MALFORMED",
    "UNEXPECTED_TOOL_CALL, MALFORMED",
    "OTHER, TRUNCATED",
    "INVENTED_SINCE, TRUNCATED"
  })
  void failsAtOnceWhenTheFinishReasonIsAFailure(String reason, FailureKind kind) {
    streamed.read(parts("{'text':'Ja'}"));

    failure(kind, () -> streamed.read("{'candidates':[{'finishReason':'" + reason + "'}]}"));
    assertThat(streamed.reader().finished()).isFalse();
  }

  @Test
  void refusesACallThatNamesNoTool() {
    failure(FailureKind.MALFORMED, () -> streamed.read(parts("{'functionCall':{'args':{}}}")));
  }

  @Test
  void trustsNoStreamWithoutAFinishReason() {
    streamed.read(parts("{'text':'Hm.','thought':true}"));
    failure(FailureKind.EMPTY, () -> streamed.reader().reply());

    streamed.read(parts("{'text':'Ja'}"));
    failure(FailureKind.TRUNCATED, () -> streamed.reader().reply());

    failure(FailureKind.EMPTY, () -> answer().reader().reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "3", "'text'", "{'choices':[]}", "{'candidates':'many'}"})
  void refusesForeignStreams(String event) {
    streamed.read(event);

    failure(FailureKind.MALFORMED, () -> streamed.reader().reply());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'candidates':null}",
        "{'candidates':[null,3,'x']}",
        "{'candidates':{'content':{'parts':[{'text':'x'}]}}}",
        "{'candidates':[{'index':'one','content':'text'}]}",
        "{'candidates':[{'content':{'parts':'x'}}]}",
        "{'candidates':[{'content':{'parts':[null,3,'x',{'text':4},{'functionCall':'find'}]}}]}",
        "{'candidates':[{'finishReason':3}],'usageMetadata':'many','promptFeedback':'x'}"
      })
  void passesOverWhatHasTheWrongType(String event) {
    streamed.read(parts("{'text':'Ja'}"), event, STOP);

    assertThat(streamed.reply().text()).isEqualTo("Ja");
    assertThat(streamed.reply().toolCalls()).isEqualTo(List.of());
  }

  private static StreamedAnswer answer() {
    return new StreamedAnswer(
        new GeminiDialect(), DialectCall.to("gemini", "gemini-2.5-flash").asking(Prompt.of("Hi")));
  }

  private static String parts(String parts) {
    return "{'candidates':[{'content':{'role':'model','parts':[" + parts + "]}}]}";
  }
}
