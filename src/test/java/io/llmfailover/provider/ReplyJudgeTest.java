package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyJudgeTest {
  private static final Prompt PLAIN = Prompt.of("Say something.");
  private static final Prompt JSON =
      Prompt.builder().user("Answer in JSON.").format(OutputFormat.JSON).build();
  private static final Prompt SCHEMA =
      Prompt.builder()
          .user("Answer in JSON.")
          .format(
              new OutputFormat.Schema(
                  "x", new ObjectMapper().createObjectNode().put("type", "object")))
          .build();

  /** Every kind of token, so that a prefix may end inside each of them. */
  private static final String DOCUMENT =
      "{\"a\": [1, -2.5e+10, true, false, null, {}], \"b\\u00e9\\n\": {\"c\": \"é€😀 \\\"x\\\"\"}}";

  @Test
  void plainTextEndedByTheTokenLimitIsAnAnswer() {
    Reply reply = reply("The three most", FinishReason.LENGTH);

    assertThat(ReplyJudge.usable(PLAIN, reply)).isSameAs(reply);
  }

  @Test
  void tokenLimitBeforeAnyTextIsTruncatedRatherThanEmpty() {
    assertThat(kindOf(PLAIN, reply("", FinishReason.LENGTH))).isEqualTo(FailureKind.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void answerWithoutTextOrCallIsEmpty(String text) {
    assertThat(kindOf(PLAIN, reply(text, FinishReason.STOP))).isEqualTo(FailureKind.EMPTY);
    assertThat(kindOf(JSON, reply(text, FinishReason.STOP))).isEqualTo(FailureKind.EMPTY);
  }

  @Test
  void refusalWithoutTextIsContentFilteredInTheModelsOwnWords() {
    Reply refusal = reply("", "I cannot help\nwith that.", FinishReason.STOP);

    ProviderException refused =
        catchThrowableOfType(ProviderException.class, () -> ReplyJudge.usable(JSON, refusal));

    assertThat(refused.failure().kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
    assertThat(refused.failure().message()).isEqualTo("I cannot help with that.");
  }

  @Test
  void answerCutByTheContentFilterIsContentFilteredEvenWithText() {
    assertThat(kindOf(PLAIN, reply("Once upon", FinishReason.CONTENT_FILTER)))
        .isEqualTo(FailureKind.CONTENT_FILTERED);
  }

  @Test
  void toolCallsWithoutTextAreAnAnswerEvenWhenJsonWasAsked() {
    Reply reply = calling("{\"id\":1}", FinishReason.TOOL_CALLS);

    assertThat(ReplyJudge.usable(PLAIN, reply)).isSameAs(reply);
    assertThat(ReplyJudge.usable(JSON, reply)).isSameAs(reply);
  }

  @Test
  void toolCallCutOffByTheTokenLimitIsTruncated() {
    assertThat(kindOf(PLAIN, calling("{\"id\":", FinishReason.LENGTH)))
        .isEqualTo(FailureKind.TRUNCATED);
    assertThat(ReplyJudge.usable(PLAIN, calling("{\"id\":1}", FinishReason.LENGTH))).isNotNull();
  }

  @Test
  void everyPrefixOfAJsonDocumentIsTruncatedWhateverTheFinishReason() {
    for (int end = 1; end < DOCUMENT.length(); end++) {
      if (Character.isHighSurrogate(DOCUMENT.charAt(end - 1))) {
        continue;
      }
      Reply prefix = reply(DOCUMENT.substring(0, end), FinishReason.STOP);
      assertThat(kindOf(JSON, prefix)).as(prefix.text()).isEqualTo(FailureKind.TRUNCATED);
    }
    Reply whole = reply(DOCUMENT, FinishReason.STOP);
    assertThat(ReplyJudge.usable(JSON, whole)).isSameAs(whole);
  }

  @Test
  void everyPrefixOfAFencedDocumentFromItsFirstLetterOnIsTruncated() {
    String fenced = "```json\n" + DOCUMENT;
    for (int end = "```json\n".length(); end < fenced.length(); end++) {
      if (Character.isHighSurrogate(fenced.charAt(end - 1))) {
        continue;
      }
      Reply prefix = reply(fenced.substring(0, end), FinishReason.STOP);
      assertThat(kindOf(JSON, prefix)).as(prefix.text()).isEqualTo(FailureKind.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "  \n{\"a\":1}\n\n",
        "```json\n{\"a\":1}\n```",
        "```JSON\r\n{\"a\":1}\r\n```\r\n",
        "```\n{\"a\":1}\n```",
        "```json {\"a\":1} ```",
        "```json\n{\"a\":1}",
        "Here is the JSON you asked for:\n\n```json\n{\"a\":1}\n```\nHope this helps!",
        "Sure, see [1]: {\"a\":1}",
        "\uFEFF{\"a\":1}"
      })
  void deliversTheJsonWithoutWhatStandsAroundIt(String text) {
    Reply usable = ReplyJudge.usable(JSON, reply(text, FinishReason.STOP));

    assertThat(usable.text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void fencesWithinTheJsonStay() {
    String json = "{\"code\":\"```java\\nint a;\\n```\"}";

    assertThat(
            ReplyJudge.usable(JSON, reply("```json\n" + json + "\n```", FinishReason.STOP)).text())
        .isEqualTo(json);
    assertThat(ReplyJudge.usable(JSON, reply(json, FinishReason.STOP)).text()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I cannot answer in JSON.",
        "42",
        "\"text\"",
        "yes",
        "{\"a\":1} or {\"a\":2}",
        "{\"a\":1}{\"a\":2}",
        "Either {\"a\":1} or {\"a\":2}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "]",
        "```\nno json\n```"
      })
  void whatIsNotOneJsonObjectIsMalformed(String text) {
    assertThat(kindOf(JSON, reply(text, FinishReason.STOP))).isEqualTo(FailureKind.MALFORMED);
  }

  @Test
  void brokenJsonIsTruncatedWhenTheTokenLimitWasReached() {
    assertThat(kindOf(JSON, reply("Let me think about", FinishReason.LENGTH)))
        .isEqualTo(FailureKind.TRUNCATED);
  }

  @Test
  void completeJsonIsAnAnswerEvenAtTheTokenLimit() {
    Reply reply = reply("{\"a\":1}", FinishReason.LENGTH);

    assertThat(ReplyJudge.usable(JSON, reply)).isSameAs(reply);
  }

  @Test
  void schemaLeavesBareValuesToTheSchemaCheck() {
    assertThat(ReplyJudge.usable(SCHEMA, reply(" 42 ", FinishReason.STOP)).text()).isEqualTo("42");
    assertThat(kindOf(SCHEMA, reply("\"tex", FinishReason.STOP))).isEqualTo(FailureKind.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(FinishReason.class)
  void nestingBombIsRefusedWithoutHarm(FinishReason finish) {
    Reply bomb = reply("[".repeat(200_000), finish);

    assertThat(kindOf(JSON, bomb))
        .isIn(FailureKind.MALFORMED, FailureKind.TRUNCATED, FailureKind.CONTENT_FILTERED);
  }

  private static FailureKind kindOf(Prompt prompt, Reply reply) {
    return catchThrowableOfType(ProviderException.class, () -> ReplyJudge.usable(prompt, reply))
        .failure()
        .kind();
  }

  private static Reply reply(String text, FinishReason finish) {
    return reply(text, "", finish);
  }

  private static Reply reply(String text, String refusal, FinishReason finish) {
    return new Reply(text, "", refusal, List.of(), finish, Usage.UNKNOWN, "", 200);
  }

  private static Reply calling(String arguments, FinishReason finish) {
    return new Reply(
        "",
        "",
        "",
        List.of(ToolCall.of("call_1", "find", arguments)),
        finish,
        Usage.UNKNOWN,
        "",
        200);
  }
}
