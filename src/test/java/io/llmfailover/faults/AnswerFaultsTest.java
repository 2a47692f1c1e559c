package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Attempt;
import io.llmfailover.upstream.WireReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 16 to 19: answers under a status of 200 that are none. */
@Timeout(120)
class AnswerFaultsTest {
  private static final List<String> USELESS = List.of("malformed", "truncated", "empty");

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/bad-html-200.http,   malformed",
    "openai/bad-empty-body.http, empty",
  })
  void row16_aSignInPageOrAnEmptyBodyFallsOver(String sample, String reason) {
    wired.first(sample);

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=" + reason + ", together/next=answered");
    assertThat(said.printed()).doesNotContain("<html").doesNotContain("sign in");
  }

  @Test
  void row16_aProxysPageTakesItsProviderOutForAMinute() {
    wired.first("openai/bad-html-200.http");

    wired.ask();

    assertThat(wired.report("openai/another").left())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "openai/bad-200-error-object.http, server_error",
    "anthropic/err-200-type-error.http, overloaded",
  })
  void row17_anErrorObjectUnderAStatusOf200FallsOver(String sample, String reason) {
    wired.first(sample);

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=" + reason + ", together/next=answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"length lies", "chunks without end", "half", "cut gzip", "no length"})
  void row18_aBodyThatIsCutShortFallsOver(String how) {
    WireReply whole = WireReply.of("openai/ok-plain.json");
    byte[] bytes = "{\"choices\":[{\"message\":{\"content\":\"Hab".getBytes(StandardCharsets.UTF_8);
    WireReply half = whole.body(bytes);
    wired.first(
        switch (how) {
          case "length lies" -> half.header("Content-Length", "4000");
          case "chunks without end" -> half.chunkedWithoutEnd();
          case "cut gzip" ->
              whole.header("Content-Encoding", "gzip").body(new byte[] {31, -117, 8});
          case "no length" -> half.untilClose();
          default -> half;
        });

    Said said = wired.ask();

    Attempt.Failed failed = (Attempt.Failed) said.first();
    assertThat(failed.reason().code()).isIn(USELESS);
    assertThat(failed.calls()).as("never retried").isEqualTo(1);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":{}}",
        "{\"choices\":[null]}",
        "{\"choices\":[7]}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"message\":null}]}",
        "{\"choices\":[{\"message\":\"hi\"}]}",
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":{}},\"finish_reason\":7}]}",
        "{\"choices\":[{\"message\":{\"content\":[null]}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{}]}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":{}}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":null}]}}]}",
      })
  void row19_jsonOfTheWrongTypesFallsOver(String body) {
    wired.first(WireReply.json(body));

    Said said = wired.ask();

    assertThat(said.text()).isEqualTo(Wired.TEXT);
    assertThat(((Attempt.Failed) said.first()).reason().code()).isIn(USELESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"index\":\"0\",\"message\":{\"content\":\"hi\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":null}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":\"none\"}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":\"x\"}}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":-1e99}}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\",\"tool_calls\":null}}],\"id\":{}}",
        "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":null}],\"model\":7}",
      })
  void row19_whatIsOnlyBesideTheTextIsNormalised(String body) {
    wired.first(WireReply.json(body));

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(said.text()).isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemini    | gemini-1.5-pro    | {\"candidates\":null}",
        "gemini    | gemini-1.5-pro    | {\"candidates\":[{\"content\":\"hi\"}]}",
        "gemini    | gemini-1.5-pro    | {\"candidates\":[{\"content\":{\"parts\":[7]}}]}",
        "gemini    | gemini-1.5-pro    | {\"candidates\":[{\"content\":{\"parts\":{}}}]}",
        "anthropic | claude-sonnet-4-5 | {\"content\":null,\"stop_reason\":7}",
        "anthropic | claude-sonnet-4-5 | {\"content\":[{\"type\":\"text\"}]}",
        "anthropic | claude-sonnet-4-5 | {\"content\":[{\"type\":\"tool_use\",\"input\":7}]}",
        "anthropic | claude-sonnet-4-5 | {\"content\":\"hi\",\"usage\":[]}",
      })
  void row19_theSameHoldsInOtherDialects(String provider, String model, String body) {
    wired.at(provider, wired.first(WireReply.json(body)));
    wired.with("llm.chain", provider + "/" + model + ", together/next");

    Said said = wired.ask();

    assertThat(said.text()).isIn(Wired.TEXT, "hi");
    assertThat(said.attempts())
        .filteredOn(Attempt.Failed.class::isInstance)
        .allMatch(attempt -> USELESS.contains(attempt.verdict()));
  }
}
