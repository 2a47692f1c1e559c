package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitHintsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "retry-after-ms, 1500, 1500",
    "retry-after, 12, 12000",
    "retry-after, 0.25, 250",
    "retry-after, 30s, 30000",
    "retry-after, 1m30s, 90000",
    "x-ratelimit-reset, 4, 4000",
    "x-ratelimit-reset, 1795166130, 30000",
    "x-ratelimit-reset, 1795166130500, 30500",
    "x-ratelimit-reset-requests, 28ms, 28",
    "x-ratelimit-reset-tokens, 1m12.5s, 72500",
    "x-ratelimit-reset-tokens, 6m0s, 360000",
    "anthropic-ratelimit-tokens-reset, 2026-11-20T09:15:40Z, 40000",
    "anthropic-ratelimit-tokens-reset, 2026-11-20T10:15:40+01:00, 40000"
  })
  void readsHeader(String name, String value, long millis) {
    assertThat(hint(Map.of(name, value), "")).contains(Duration.ofMillis(millis));
  }

  @Test
  void readsHttpDateAgainstTheAnswersOwnDate() {
    Map<String, String> headers =
        Map.of(
            "Date", "Fri, 20 Nov 2026 09:00:00 GMT",
            "Retry-After", "Fri, 20 Nov 2026 09:00:45 GMT");

    assertThat(hint(headers, "")).contains(Duration.ofSeconds(45));
  }

  @Test
  void readsHttpDateAgainstTheClockWhenTheAnswerHasNone() {
    assertThat(hint(Map.of("Retry-After", "Fri, 20 Nov 2026 09:15:45 GMT"), ""))
        .contains(Duration.ofSeconds(45));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please try again in 7m12.5s.|432500",
        "Please try again in 850ms. Visit the docs.|850",
        "Please retry after 26 seconds.|26000",
        "Please retry in 25.465784708s.|25466",
        "Try again in 2 minutes|120000",
        "try again in 1 hour and 5 minutes|3600000",
        "Please wait 3 seconds before trying again|3000",
        "please wait for 10 sec|10000",
        "Limit resets in: 1m|60000"
      })
  void readsSentence(String text, long millis) {
    assertThat(hint(Map.of(), text).orElseThrow())
        .isBetween(Duration.ofMillis(millis - 1), Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Please try again later.",
        "Try again in a few minutes",
        "Limit 40000 tokens per min. Requested 12 items",
        "try again in 0s",
        "try again in 3 parsecs",
        "retry after -5 seconds",
        "We wait for 3 models"
      })
  void findsNoHintInSentenceWithoutOne(String text) {
    assertThat(hint(Map.of(), text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-5",
        "NaN",
        "Infinity",
        "soon",
        "",
        "1e9",
        "99999999999999999999",
        "0x10",
        "Fri, 20 Nov 2026 09:00:00 GMT",
        "Fri, 99 Nov 2026 09:00:00 GMT",
        "12 parsecs"
      })
  void refusesGarbageAndTakesTheNextSource(String value) {
    assertThat(hint(Map.of("retry-after", value), "")).isEmpty();
    assertThat(hint(Map.of("retry-after", value), "try again in 3s"))
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void capsAtOneHour() {
    assertThat(hint(Map.of("retry-after", "86400"), "")).contains(Duration.ofHours(1));
  }

  @Test
  void millisecondsWinOverSecondsAndBothOverText() {
    assertThat(hint(Map.of("retry-after-ms", "1500", "retry-after", "2"), "Please try again in 9s"))
        .contains(Duration.ofMillis(1500));
    assertThat(hint(Map.of("retry-after", "2"), "Please try again in 9s"))
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void takesTheLongestExhaustedBucketAndNoOther() {
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "2s",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "9s",
            "x-ratelimit-remaining-days", "5",
            "x-ratelimit-reset-days", "50s");

    assertThat(hint(headers, "")).contains(Duration.ofSeconds(9));
  }

  @Test
  void bucketsThatAreNotExhaustedSayNothing() {
    assertThat(
            hint(
                Map.of("x-ratelimit-remaining-tokens", "310", "x-ratelimit-reset-tokens", "9s"),
                ""))
        .isEmpty();
  }

  private static Optional<Duration> hint(Map<String, String> headers, String text) {
    return new WaitHints(JudgedLinks.headers(headers), ErrorWords.ofText(text), CLOCK).best();
  }
}
