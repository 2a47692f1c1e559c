package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.StreamStart;
import io.llmfailover.upstream.Unreachable;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 1 to 19, 29 and 33 for callers who asked for a stream: what fails before the first token is
 * not heard, and the next link's stream is all there is.
 */
@Timeout(120)
class BeforeTheStreamTest {
  private static final List<String> USELESS = List.of("malformed", "truncated", "empty");

  private final Wired wired = new Wired();
  private final Transcript transcript = Transcript.forGood();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  /** Falls over to the next link, unheard. */
  private Said fallsOver(String reason) {
    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=" + reason + ", together/next=answered");
    assertOnlyNextWasHeard();
    return said;
  }

  private void assertOnlyNextWasHeard() {
    assertThat(transcript.starts()).extracting(StreamStart::link).containsExactly("together/next");
    assertThat(transcript.text()).isEqualTo(Wired.TEXT);
    assertThat(transcript.restarts()).isZero();
  }

  @Test
  void row01_aRefusedConnectionIsNotHeard() {
    wired.at("openai", Unreachable.refused("/v1"));

    assertThat(fallsOver("connection").first().calls()).as("one retry").isEqualTo(2);
  }

  @Test
  void row02_aSynBlackHoleIsNotHeard() {
    try (Unreachable hole = Unreachable.blackHole()) {
      wired.with("llm.provider.openai.connect-timeout", "300ms").at("openai", hole.uri("/v1"));

      fallsOver("connection");
    }
  }

  @Test
  void row03_aResetAfterTheRequestIsNotHeard() {
    WireServer upstream = wired.first(WireReply.resetAfterRequest());

    fallsOver("connection");

    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void row04_theDeadlineEndsAStreamWhoseLinksAllHang() {
    WireServer upstream = wired.first(WireReply.silence());
    wired.next.answer(WireReply.silence());
    wired.with("llm.deadline", "3s");

    Said said = wired.stream(transcript);

    assertThat(said.end())
        .hasValueSatisfying(end -> assertThat(end).hasMessageContaining("deadline"));
    assertThat(transcript.starts()).isEmpty();
    upstream.awaitClosed(Wired.PATIENCE);
    wired.next.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row06_anAnswerThatIsNoStreamAndComesInDropsEndsAtTheFirstTokenTimeout() {
    WireServer upstream = wired.first(WireReply.of("openai/ok-plain.json").stallingAfter(40));
    wired.with("llm.provider.openai.first-token-timeout", "400ms");

    fallsOver("timeout");

    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row10_aRateLimitIsNotHeard() {
    wired.first("openai/err-429-rpm-long.http");

    fallsOver("rate_limited");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/err-500.http, server_error",
    "openai/err-502-html.http, server_error",
    "openai/err-503-overloaded.http, overloaded",
    "together/err-504.http, server_error",
    "anthropic/err-529.http, overloaded",
  })
  void row11_aServerErrorIsNotHeard(String sample, String reason) {
    wired.first(sample);

    fallsOver(reason);
  }

  @Test
  void row12_aRefusedKeyIsNotHeard() {
    wired.first("openai/err-401-invalid-key.http");

    fallsOver("auth");
  }

  @ParameterizedTest
  @CsvSource({
    "compatible/openrouter-402-credits.http, quota_exhausted",
    "openai/err-429-insufficient-quota.http, quota_exhausted",
  })
  void row13_usedUpMoneyIsNotHeard(String sample, String reason) {
    wired.first(sample);

    fallsOver(reason);
  }

  @Test
  void row15_aRetiredModelIsNotHeard() {
    wired.first("openai/err-404-model.http");
    wired.with("llm.replace-retired", "off");

    fallsOver("model_not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/bad-html-200.http, malformed",
    "openai/bad-empty-body.http, empty",
  })
  void row16_aWebPageOrNothingIsNotHeard(String sample, String reason) {
    wired.first(sample);

    fallsOver(reason);
  }

  @Test
  void row17_anErrorObjectUnderAStatusOf200IsNotHeard() {
    wired.first("openai/bad-200-error-object.http");

    fallsOver("server_error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/err-400-invalid-prompt.http", "openai/stream-refusal.sse"})
  void row14_aContentPolicyEndsAStreamAtOnce(String sample) {
    wired.first(sample);

    Said said = wired.stream(transcript);

    assertThat(said.end())
        .hasValueSatisfying(
            end ->
                assertThat(((RequestRefusedException) end).reason())
                    .isEqualTo(FailureKind.CONTENT_FILTERED));
    assertThat(transcript.text()).isEmpty();
    assertThat(wired.next.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no event", "half an event", "comments only", "mark of the end only"})
  void row18_aStreamThatEndsBeforeItsFirstTokenIsNotHeard(String what) {
    wired.first(
        switch (what) {
          case "no event" -> Events.stream();
          case "half an event" -> Events.stream("data: {\"choices\":[{\"delta\":{\"content\":\"Ha");
          case "comments only" -> Events.stream(": one\n\n: two\n\n");
          default -> Events.stream(Events.DONE);
        });

    Said said = wired.stream(transcript);

    assertThat(((Attempt.Failed) said.first()).reason().code()).isIn(USELESS);
    assertOnlyNextWasHeard();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "null",
        "{}",
        "{\"choices\":null}",
        "{\"choices\":{}}",
        "{\"choices\":[null]}",
        "{\"choices\":[7]}",
        "{\"choices\":[{\"delta\":null}]}",
        "{\"choices\":[{\"delta\":\"hi\"}]}",
        "{\"choices\":[{\"delta\":{\"content\":{}}}]}",
        "{\"choices\":[{\"delta\":{\"content\":[null]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[7]}}]}",
        "{\"choices\":[{\"delta\":{\"content\":null},\"finish_reason\":7}]}",
        "no json at all",
      })
  void row19_eventsOfTheWrongTypesAreNotHeard(String event) {
    wired.first(Events.stream("data: " + event + "\n\n", Events.DONE));

    Said said = wired.stream(transcript);

    assertThat(((Attempt.Failed) said.first()).reason().code()).isIn(USELESS);
    assertOnlyNextWasHeard();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":[{\"delta\":{}}],\"usage\":\"none\"}",
        "{\"choices\":[{\"index\":\"0\",\"delta\":{\"content\":null}}],\"id\":{}}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":null}}],\"usage\":{\"prompt_tokens\":-1e99}}",
      })
  void row19_whatIsOnlyBesideTheTextOfAStreamIsNormalised(String event) {
    wired.first(
        Events.stream("data: " + event + "\n\n", Events.text("njema"), Events.STOP, Events.DONE));

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(said.text()).isEqualTo("njema");
  }

  @Test
  void row29_whenAllLinksFailBeforeTheFirstTokenAPersonIsHandedTheQuestionOnce() {
    wired.first("openai/stream-error-first.sse");
    wired.next.answer("together/err-503-overloaded.http");

    Said said = wired.stream(transcript);

    AllLinksFailedException end = (AllLinksFailedException) said.end().orElseThrow();
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=rate_limited, together/next=overloaded");
    assertThat(wired.heard().handovers()).containsExactly(end.handoffId());
    assertThat(transcript.starts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before the first token", "in the stream"})
  void row33_aCallerWhoLeavesAStreamTakesTheUpstreamCallWithHim(String when) {
    boolean early = when.equals("before the first token");
    String begun = Events.text("Habari");
    WireServer upstream =
        wired.first(
            early
                ? WireReply.silence()
                : Events.stream(begun, Events.STOP).stallingAfter(begun.length()));
    CompletableFuture<Answer> generation = wired.streamLater(transcript);
    upstream.awaitRequests(1, Wired.PATIENCE);
    if (!early) {
      transcript.awaitText("Habari");
    }

    generation.cancel(true);
    upstream.awaitClosed(Wired.PATIENCE);

    assertThat(wired.heard().trails()).containsExactly("openai/gpt-4o=cancelled");
    assertThat(wired.next.requests()).isEmpty();
    assertThat(wired.report("openai/gpt-4o").lastFailure().known()).isFalse();
  }
}
