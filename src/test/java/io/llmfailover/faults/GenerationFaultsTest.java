package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 29 to 31, 33 and 55: the chain as a whole, its caller, and time. */
@Timeout(120)
class GenerationFaultsTest {
  private static final int MANY = 200;

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @Test
  void row29_whenAllLinksFailAPersonIsHandedTheQuestionOnce() {
    wired.first("openai/err-503-overloaded.http");
    wired.next.answer("together/err-503-overloaded.http");
    wired.with("llm.handoff.message", "Somebody will call you back.");

    Said said = wired.ask();

    AllLinksFailedException end = (AllLinksFailedException) said.end().orElseThrow();
    assertThat(end).hasMessage("Somebody will call you back.");
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=overloaded, together/next=overloaded");
    assertThat(wired.heard().handovers()).containsExactly(end.handoffId());
  }

  @Test
  void row30_whenAllLinksRestByOurOwnGuessTheOneWithTheShortestRestIsTriedOnce() {
    WireServer first = wired.first("openai/err-503-overloaded.http");
    wired.next.answer("together/err-503-overloaded.http");
    wired.with("llm.cooldown.after", "1").with("llm.cooldown", "20s");
    wired.ask();
    wired.times().pass(Duration.ofSeconds(5));

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("together/next=cooling_down, openai/gpt-4o=overloaded");
    assertThat(first.requests()).hasSize(2);
    assertThat(wired.next.requests()).hasSize(1);
    assertThat(wired.heard().handovers()).hasSize(2);
  }

  @Test
  void row30_whenAllLinksRestByTheirOwnWordNobodyIsCalled() {
    WireServer first = wired.first("openai/err-401-invalid-key.http");
    wired.next.answer(
        WireReply.json(429, "{\"error\":{\"message\":\"Rate limit reached\"}}")
            .header("retry-after", "600"));
    wired.ask();

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=cooling_down");
    assertThat(first.requests()).hasSize(1);
    assertThat(wired.next.requests()).hasSize(1);
    assertThat(((AllLinksFailedException) said.end().orElseThrow()).retryAfter())
        .hasValueSatisfying(
            rest -> assertThat(rest).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10)));
    assertThat(wired.heard().handovers()).hasSize(2);
  }

  @Test
  void row31_ofTwoHundredRequestsAtOnceExactlyOneIsTheProbe() throws Exception {
    WireServer sick =
        wired.first(
            WireReply.of("openai/err-503-overloaded.http"), WireReply.of("openai/ok-plain.json"));
    wired.with("llm.cooldown.after", "1").with("llm.cooldown", "20s");
    wired.ask();
    wired.times().pass(Duration.ofSeconds(21));
    sick.hold();

    List<CompletableFuture<Answer>> generations = askAtOnce();
    sick.awaitRequests(2, Wired.PATIENCE);
    wired.next.awaitRequests(MANY, Wired.PATIENCE);
    sick.release();
    List<String> trails = generations.stream().map(Wired::said).map(Said::trail).toList();

    assertThat(sick.requests()).as("the failure and one probe").hasSize(2);
    assertThat(trails).filteredOn("openai/gpt-4o=answered"::equals).hasSize(1);
    assertThat(trails)
        .filteredOn("openai/gpt-4o=cooling_down, together/next=answered"::equals)
        .hasSize(MANY - 1);
    assertThat(wired.ask().trail()).isEqualTo("openai/gpt-4o=answered");
  }

  private List<CompletableFuture<Answer>> askAtOnce() throws Exception {
    wired.engine();
    CyclicBarrier together = new CyclicBarrier(MANY);
    ExecutorService callers = Executors.newFixedThreadPool(MANY);
    try {
      List<Future<CompletableFuture<Answer>>> started = new ArrayList<>();
      for (int caller = 0; caller < MANY; caller++) {
        started.add(
            callers.submit(
                () -> {
                  together.await(30, TimeUnit.SECONDS);
                  return wired.askLater();
                }));
      }
      List<CompletableFuture<Answer>> generations = new ArrayList<>();
      for (Future<CompletableFuture<Answer>> one : started) {
        generations.add(one.get(60, TimeUnit.SECONDS));
      }
      return generations;
    } finally {
      callers.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"before the answer", "in the body"})
  void row33_aCallerWhoLeavesTakesTheUpstreamCallWithHim(String when) {
    boolean early = when.equals("before the answer");
    WireServer upstream =
        wired.first(
            early ? WireReply.silence() : WireReply.of("openai/ok-plain.json").stallingAfter(40));
    CompletableFuture<Answer> generation = wired.askLater();
    upstream.awaitRequests(1, Wired.PATIENCE);

    generation.cancel(true);
    upstream.awaitClosed(Wired.PATIENCE);

    assertThat(wired.heard().trails()).containsExactly("openai/gpt-4o=cancelled");
    assertThat(wired.heard().attempts().get(0).get(0).calls()).isEqualTo(1);
    assertThat(wired.next.requests()).isEmpty();
    assertThat(wired.report("openai/gpt-4o").lastFailure().known()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H", "P365D", "P-365D"})
  void row55_aCalendarThatJumpsMovesNoCooldownAndNoDeadline(Duration jump) {
    WireServer sick = wired.first("openai/err-503-overloaded.http");
    wired.with("llm.cooldown.after", "1").with("llm.cooldown", "20s");
    wired.ask();

    wired.times().itIs(Times.DATE.plus(jump));
    Duration left = wired.report("openai/gpt-4o").left();
    Said during = wired.ask();
    wired.times().pass(Duration.ofSeconds(21));
    sick.answer("openai/ok-plain.json");
    Said after = wired.ask();

    assertThat(left).isBetween(Duration.ZERO, Duration.ofSeconds(20));
    assertThat(during.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
    assertThat(after.trail()).isEqualTo("openai/gpt-4o=answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void row55_aDateToComeBackAtCountsFromTheProvidersOwnDate(Duration jump) {
    wired.first("openai/err-429-retry-after-date.http");
    wired.times().itIs(Times.DATE.plus(jump));

    wired.ask();

    assertThat(wired.report("openai/gpt-4o").left())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(45));
  }

  @Test
  void row55_aDateWithoutTheProvidersOwnNeverGivesANegativeRest() {
    wired.first(
        WireReply.json(429, "{\"error\":{\"message\":\"Rate limit reached\"}}")
            .header("retry-after", "Fri, 20 Nov 2026 09:15:45 GMT"));
    wired.times().itIs(Times.DATE.plus(Duration.ofHours(1)));

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=rate_limited, together/next=answered");
    assertThat(wired.report("openai/gpt-4o").left())
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));
  }
}
