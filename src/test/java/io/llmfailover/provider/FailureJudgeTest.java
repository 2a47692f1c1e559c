package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure.Scope;
import io.llmfailover.provider.WireAnswer.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureJudgeTest {
  private final FailureJudge judge = new FailureJudge(Clock.systemUTC());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"an error occurred: rate limit\"}}]}",
        "{\"error\":\"\",\"choices\":[]}",
        "{\"error\":{},\"choices\":[]}",
        "{\"error\":{\"message\":null,\"code\":null},\"choices\":[]}",
        "{\"error\":false,\"output\":[]}",
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"error\"}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"quota exceeded\"}]}}]}",
        "{\"message\":\"invalid api key\",\"choices\":[]}",
        "{\"status\":\"ok\"}",
        "{\"message\":\"hello\"}",
        "{\"base_resp\":{\"status_code\":0,\"status_msg\":\"\"},\"choices\":[]}",
        "{\"success\":true,\"errors\":[],\"result\":{\"response\":\"x\"}}",
        "\uFEFF {\"choices\":[]}",
        "[]"
      })
  void doesNotTakeAnAnswerForAnError(String body) {
    assertThat(judge.judge(JudgedLinks.answer(200, body), JudgedLinks.link()))
        .isInstanceOf(Verdict.Readable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"upstream exploded\"}|unknown",
        "{\"error\":true,\"message\":\"rate limit exceeded\"}|rate_limited",
        "[{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}]|overloaded",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}|server_error",
        "{\"object\":\"error\",\"message\":\"x\",\"code\":404}|model_not_found",
        "{\"error\":{\"code\":\"401\",\"message\":\"x\"}}|auth",
        "{\"status\":429,\"title\":\"x\"}|rate_limited",
        "data: {\"error\":{\"message\":\"Overloaded\"}}|overloaded",
        "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"code\\\":429}}\"}}|rate_limited"
      })
  void findsErrorInSuccess(String body, String kind) {
    assertThat(failure(JudgedLinks.answer(200, body)).kind().code()).isEqualTo(kind);
  }

  @Test
  void saysWhatBecameOfASuccessfulBody() {
    assertThat(failure(JudgedLinks.answer(200, " \n")).kind()).isEqualTo(FailureKind.EMPTY);
    assertThat(failure(JudgedLinks.answer(204, "")).kind()).isEqualTo(FailureKind.EMPTY);
    assertThat(failure(JudgedLinks.answer(200, "{\"choices\":[{\"a\":tr")).kind())
        .isEqualTo(FailureKind.TRUNCATED);
    assertThat(failure(JudgedLinks.answer(200, "ok")).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(failure(JudgedLinks.answer(200, "[".repeat(100_000))).kind())
        .isEqualTo(FailureKind.MALFORMED);
    assertThat(failure(ending("{}", Ending.CUT)).kind()).isEqualTo(FailureKind.TRUNCATED);
    assertThat(failure(ending("{}", Ending.UNREADABLE)).kind()).isEqualTo(FailureKind.MALFORMED);
  }

  @Test
  void webPageUnderSuccessRestsTheProviderForAMinute() {
    Failure failure = failure(JudgedLinks.answer(200, "\n <!doctype html><html>secret</html>"));

    assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(failure.scope()).isEqualTo(Scope.PROVIDER);
    assertThat(failure.cooldown()).contains(Duration.ofSeconds(60));
    assertThat(failure.message()).doesNotContain("secret");
  }

  @Test
  void scrubsTheProvidersWords() {
    String body = "{\"error\":{\"message\":\"Bad key " + JudgedLinks.KEY + "\\nsee https://x\"}}";

    assertThat(failure(JudgedLinks.answer(401, body)).message())
        .isEqualTo("Bad key *** see https://x");
  }

  @Test
  void forbiddenRepeatTurnsAHintIntoAPlainLength() {
    WireAnswer answer =
        JudgedLinks.answer(
            429, Map.of("retry-after", "1", "x-should-retry", "false"), "{\"error\":\"slow\"}");

    Failure failure = failure(answer);

    assertThat(failure.hinted()).isFalse();
    assertThat(failure.cooldown()).contains(Duration.ofSeconds(1));
  }

  @Test
  void asksWhetherTheBaseUrlIsRightWhenNoModelIsNamed() {
    assertThat(failure(JudgedLinks.answer(404, "404 page not found")).message())
        .contains("404 page not found", "base URL");
    assertThat(failure(JudgedLinks.answer(404, "{\"error\":\"model x not found\"}")).message())
        .isEqualTo("model x not found");
  }

  @Test
  void explainsAVagueMessageWithTheUpstreamsOwn() {
    String body =
        "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,"
            + "\"metadata\":{\"raw\":\"m is temporarily rate-limited upstream\"}}}";

    assertThat(failure(JudgedLinks.answer(429, body)).message())
        .isEqualTo("Provider returned error: m is temporarily rate-limited upstream");
  }

  @Test
  void namesTheFieldThatIsToBlame() {
    String body =
        "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\"],\"msg\":\"Field"
            + " required\",\"input\":\"the caller's own words\"}]}";

    assertThat(failure(JudgedLinks.answer(422, body)).message())
        .contains("body.messages: Field required")
        .doesNotContain("own words");
  }

  private static WireAnswer ending(String body, Ending ending) {
    return new WireAnswer(
        200, JudgedLinks.headers(Map.of()), body.getBytes(StandardCharsets.UTF_8), ending);
  }

  private Failure failure(WireAnswer answer) {
    return ((Verdict.Unusable) judge.judge(answer, JudgedLinks.link())).failure();
  }
}
