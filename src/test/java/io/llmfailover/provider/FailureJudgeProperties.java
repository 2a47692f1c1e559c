package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.provider.WireAnswer.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a provider sends, there is a verdict, and never a secret in it. */
class FailureJudgeProperties {
  private final FailureJudge judge = new FailureJudge(Clock.systemUTC());

  @Property(tries = 500)
  void alwaysReachesAVerdictOnBytes(
      @ForAll @IntRange(min = 100, max = 999) int status,
      @ForAll byte[] body,
      @ForAll Ending ending,
      @ForAll("headers") Map<String, String> headers) {
    check(new WireAnswer(status, JudgedLinks.headers(headers), body, ending));
  }

  @Property(tries = 500)
  void alwaysReachesAVerdictOnErrorsThatQuoteTheKey(
      @ForAll @IntRange(min = 100, max = 999) int status,
      @ForAll("errors") String body,
      @ForAll("headers") Map<String, String> headers) {
    check(
        new WireAnswer(
            status,
            JudgedLinks.headers(headers),
            body.getBytes(StandardCharsets.UTF_8),
            Ending.WHOLE));
  }

  private void check(WireAnswer answer) {
    Verdict verdict = judge.judge(answer, JudgedLinks.link());

    if (verdict instanceof Verdict.Unusable unusable) {
      Failure failure = unusable.failure();
      assertThat(failure.message())
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(600)
          .doesNotContain(JudgedLinks.KEY, JudgedLinks.HEADER_SECRET, "\n", "\u0000", "\u202E");
      failure
          .cooldown()
          .ifPresent(
              length -> assertThat(length).isBetween(Duration.ofNanos(1), Duration.ofHours(1)));
    } else {
      assertThat(answer.status()).isBetween(200, 299);
    }
  }

  @Provide
  Arbitrary<Map<String, String>> headers() {
    Arbitrary<String> names =
        Arbitraries.of(
            "date",
            "retry-after",
            "retry-after-ms",
            "ratelimit",
            "x-ratelimit-reset",
            "x-ratelimit-remaining",
            "anthropic-ratelimit-tokens-reset",
            "x-should-retry",
            "x-amzn-errortype",
            "content-type");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(40),
            Arbitraries.strings().withChars("0123456789.smh:-TZ=,;r ").ofMaxLength(30),
            Arbitraries.of("", ":", "0", "-1", "1e400", "9".repeat(400), "2026-11-20T09:15:40Z"));
    return Arbitraries.maps(names, values).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> errors() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(200),
            Arbitraries.of(
                JudgedLinks.KEY,
                "try again in " + "9".repeat(50) + "s",
                "{".repeat(300),
                "model ".repeat(900),
                "\u202E" + JudgedLinks.HEADER_SECRET));
    Arbitrary<String> fields =
        Arbitraries.of(
            "error",
            "message",
            "detail",
            "code",
            "status",
            "raw",
            "metadata",
            "retry_after",
            "headers",
            "errors",
            "loc",
            "msg",
            "quotaId",
            "retryDelay");
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            text.map(FailureJudgeProperties::quoted),
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.of("null", "true", "[]", "{}"));
    return Arbitraries.lazyOf(
        () -> leaf,
        () -> combine(fields, errors(), fields, leaf),
        () -> errors().map(inner -> "[" + inner + "]"),
        () -> errors().map(inner -> "{\"raw\":" + quoted(inner) + "}"));
  }

  private static Arbitrary<String> combine(
      Arbitrary<String> name,
      Arbitrary<String> value,
      Arbitrary<String> other,
      Arbitrary<String> leaf) {
    return Combinators.combine(name, value, other, leaf)
        .as((n, v, o, l) -> "{\"" + n + "\":" + v + ",\"" + o + "\":" + l + "}");
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
