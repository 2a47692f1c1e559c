package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.upstream.TlsKeys;
import io.llmfailover.upstream.Unreachable;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 1 to 6, 8 and 9: what happens below HTTP. */
@Timeout(120)
class ConnectionFaultsTest {
  private static final Duration ATTEMPT = Duration.ofSeconds(60);
  private static final String CONNECTION = "openai/gpt-4o=connection, together/next=answered";
  private static final String TIMEOUT = "openai/gpt-4o=timeout, together/next=answered";

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @Test
  void row01_aRefusedConnectionFallsOverAndCounts() {
    wired.at("openai", Unreachable.refused("/v1"));

    Said first = wired.ask();
    wired.ask();
    wired.ask();
    Said fourth = wired.ask();

    assertThat(first.trail()).isEqualTo(CONNECTION);
    assertThat(first.text()).isEqualTo(Wired.TEXT);
    assertThat(first.first().calls()).as("one retry").isEqualTo(2);
    assertThat(fourth.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
  }

  @Test
  void row02_aSynBlackHoleFallsOverAtTheConnectTimeout() {
    try (Unreachable hole = Unreachable.blackHole()) {
      wired.with("llm.provider.openai.connect-timeout", "300ms").at("openai", hole.uri("/v1"));

      Said said = wired.ask();

      assertThat(said.trail()).isEqualTo(CONNECTION);
      assertThat(tookOf(said.first()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300))
          .isLessThan(ATTEMPT);
    }
  }

  @Test
  void row03_aResetAfterTheRequestFallsOverAndSaysThatItMayHaveRunTwice() {
    WireServer upstream = wired.first(WireReply.resetAfterRequest());

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo(CONNECTION);
    assertThat(said.first().calls()).isEqualTo(2);
    assertThat(upstream.requests()).hasSize(2);
    assertThat(((Attempt.Failed) said.first()).status()).isZero();
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row04_anUpstreamThatNeverAnswersFallsOverAtTheAttemptTimeout() {
    WireServer upstream = wired.first(WireReply.silence());
    wired.with("llm.provider.openai.timeout", "400ms");

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo(TIMEOUT);
    assertThat(said.first().calls()).as("never retried").isEqualTo(1);
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row04_theDeadlineEndsAGenerationWhoseLinksAllHang() {
    WireServer upstream = wired.first(WireReply.silence());
    wired.next.answer(WireReply.silence());
    wired.with("llm.deadline", "3s");

    Said said = wired.ask();

    assertThat(said.end())
        .hasValueSatisfying(end -> assertThat(end).hasMessageContaining("deadline"));
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=timeout, together/next=cancelled");
    upstream.awaitClosed(Wired.PATIENCE);
    wired.next.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row05_aSlowFirstByteIsWaitedForWhenHedgingIsOff() {
    WireServer slow = wired.first("openai/ok-plain.json");
    slow.hold();
    CompletableFuture<Answer> generation = wired.askLater();
    slow.awaitRequests(1, Wired.PATIENCE);

    slow.release();
    Said said = Wired.said(generation);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(wired.next.requests()).isEmpty();
  }

  @Test
  void row05_aSlowFirstByteIsHedgedWhenHedgingIsOn() {
    WireServer slow = wired.first("openai/ok-plain.json");
    slow.hold();
    wired.with("llm.hedge.after", "200ms").with("llm.hedge.max-share", "100%");

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=cancelled, together/next=answered");
    slow.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row06_aBodyThatRestsFallsOverAtTheIdleTimeout() {
    WireServer upstream = wired.first(WireReply.of("openai/ok-plain.json").stallingAfter(40));
    wired.with("llm.provider.openai.idle-timeout", "300ms");

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo(TIMEOUT);
    assertThat(tookOf(said.first())).isLessThan(ATTEMPT);
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row06_aBodyOfAByteNowAndThenEndsAtTheAttemptTimeout() {
    WireReply body = WireReply.of("openai/ok-plain.json");
    WireServer upstream = wired.first(body.trickling(Duration.ofMillis(100)));
    wired.with("llm.provider.openai.timeout", "1s");

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo(TIMEOUT);
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "other host", "untrusted"})
  void row08_aCertificateNobodyVouchesForFallsOverAndIsNeverAskedTwice(String what) {
    WireServer upstream =
        wired.serving(
            switch (what) {
              case "expired" -> TlsKeys.expired();
              case "other host" -> TlsKeys.otherHost();
              default -> TlsKeys.localhost();
            });
    if (!what.equals("untrusted")) {
      wired.with("llm.provider.openai.trust-store", TlsKeys.authority());
    }
    wired.at("openai", upstream.uri("localhost", "/v1"));

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo(CONNECTION);
    assertThat(said.first().calls()).isEqualTo(1);
    assertThat(upstream.requests()).isEmpty();
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row08_aTlsHandshakeThatStallsFallsOverAtTheConnectTimeout() {
    try (Unreachable mute = Unreachable.mute()) {
      URI address = mute.tlsUri("/v1");
      wired.with("llm.provider.openai.connect-timeout", "300ms").at("openai", address);

      Said said = wired.ask();

      assertThat(said.trail()).isEqualTo(CONNECTION);
      assertThat(tookOf(said.first())).isLessThan(ATTEMPT);
    }
  }

  @Test
  void row09_aConnectionClosedWhileIdleIsReplacedSilently() {
    WireReply fine = WireReply.of("openai/ok-plain.json");
    WireServer upstream = wired.first(fine, WireReply.closeBeforeAnswer(), fine);
    wired.with("llm.cooldown.after", "1");
    wired.ask();

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(said.first().calls()).isEqualTo(1);
    assertThat(upstream.connections()).isEqualTo(2);
    assertThat(wired.report("openai/gpt-4o").lastFailure().known()).isFalse();
  }

  private static Duration tookOf(Attempt attempt) {
    return ((Attempt.Failed) attempt).took();
  }
}
