package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.FailureKind;
import io.llmfailover.VirtualTime;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits on a stream's time: first token 10 s, idle 10 s, in all 15 minutes. */
class StreamedCallTimesTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final VirtualTime time = new VirtualTime();
  private final HandFed upstream = new HandFed();
  private final TakenPieces taken = new TakenPieces();
  private final Calls calls = Calls.on(time);
  private final HttpCaller caller =
      new HttpCaller(
          upstream,
          new Dialects(List.of(new PlainDialect(URI.create("http://127.0.0.1/v1")))),
          new FailureJudge(Clock.systemUTC()),
          time,
          time,
          () -> 1,
          Runnable::run);

  @Test
  void waitsInVainForTheHead() {
    CompletableFuture<Reply> reply = ask(calls);

    time.pass(TEN.minus(MOMENT));
    boolean early = reply.isDone();
    time.pass(MOMENT);

    assertThat(early).isFalse();
    assertTimedOut(reply, "nothing within 10 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": ping\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        "data: no json\n\n"
      })
  void isNotPutOffByWhatIsNoPiece(String bytes) {
    CompletableFuture<Reply> reply = ask(calls);
    upstream.begin();

    for (int second = 0; second < 9; second++) {
      time.pass(Duration.ofSeconds(1));
      upstream.raw(bytes);
    }
    boolean early = reply.isDone();
    time.pass(Duration.ofSeconds(1));

    assertThat(early).isFalse();
    assertTimedOut(reply, "nothing within 10 s");
  }

  @Test
  void waitsNoLongerThanTheDeadlineForTheFirstPiece() {
    CompletableFuture<Reply> reply = ask(calls.deadline(Duration.ofSeconds(4)));
    upstream.begin();

    time.pass(Duration.ofSeconds(4));

    assertTimedOut(reply, "nothing before the deadline");
  }

  @Test
  void waitsNoLongerThanAnAttemptMayTakeForTheFirstPiece() {
    CompletableFuture<Reply> reply = ask(calls.attempt(Duration.ofMillis(2500)));

    time.pass(Duration.ofMillis(2500));

    assertTimedOut(reply, "nothing within 2500 ms");
  }

  @Test
  void deadlineIsOnlyForTheFirstPiece() {
    CompletableFuture<Reply> reply = ask(calls.deadline(Duration.ofSeconds(4)));
    upstream.begin();

    for (int second = 0; second < 60; second++) {
      upstream.text("a");
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(reply).isNotDone();
    assertThat(time.tasks()).isEqualTo(2);
  }

  @Test
  void thinkingIsPieceToo() {
    CompletableFuture<Reply> reply = ask(calls);
    upstream.begin();
    time.pass(Duration.ofSeconds(9));
    upstream.event("{'choices':[{'delta':{'reasoning':'hm'}}]}");

    time.pass(Duration.ofSeconds(9));

    assertThat(reply).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {": ping\n\n", "data: {\"type\":\"ping\"}\n\n", "dat"})
  void noticesSilenceBetweenPiecesWhateverElseIsHeard(String bytes) {
    CompletableFuture<Reply> reply = ask(calls);
    upstream.begin().text("a");
    time.pass(Duration.ofSeconds(8));
    upstream.text("b");

    time.pass(Duration.ofSeconds(9));
    upstream.raw(bytes);
    time.pass(Duration.ofMillis(999));
    boolean early = reply.isDone();
    time.pass(MOMENT);

    assertThat(early).isFalse();
    assertTimedOut(reply, "silent for 10 s in the middle of the answer");
  }

  @Test
  void doesNotBlameTheProviderForSlowTaker() {
    CompletableFuture<Reply> reply = ask(calls);
    taken.hold();
    upstream.begin().text("a");

    time.pass(Duration.ofMinutes(5));
    boolean ended = reply.isDone();
    taken.release();
    time.pass(TEN.minus(MOMENT));
    boolean early = reply.isDone();
    time.pass(MOMENT);

    assertThat(ended).isFalse();
    assertThat(early).isFalse();
    assertTimedOut(reply, "silent for 10 s in the middle of the answer");
  }

  @Test
  void endsStreamThatTakesTooLongInAll() {
    CompletableFuture<Reply> reply = ask(calls);
    upstream.begin();

    for (int second = 0; second < 15 * 60; second++) {
      upstream.text("a");
      assertThat(reply).isNotDone();
      time.pass(Duration.ofSeconds(1));
    }

    assertTimedOut(reply, "the stream took too long in all");
  }

  @Test
  void endsStreamThatTakesTooLongAlsoWhileTheTakerIsNotReady() {
    CompletableFuture<Reply> reply = ask(calls);
    taken.hold();
    upstream.begin().event("{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}");

    time.pass(Duration.ofMinutes(15));

    assertTimedOut(reply, "the stream took too long in all");
  }

  @Test
  void isSatisfiedWhenOnlyTheMarkOfTheEndIsMissing() {
    CompletableFuture<Reply> reply = ask(calls);
    upstream.begin().text("a");
    upstream.finish();

    time.pass(TEN);

    assertThat(reply.join().text()).isEqualTo("a");
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  private CompletableFuture<Reply> ask(Calls how) {
    return caller.ask(how.streaming(taken), true).toCompletableFuture();
  }

  private void assertTimedOut(CompletableFuture<Reply> reply, String words) {
    assertThat(reply).isCompletedExceptionally();
    ProviderException thrown = (ProviderException) catchThrowable(reply::join).getCause();
    assertThat(thrown).isNotInstanceOf(RepeatableProviderException.class);
    assertThat(thrown.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(thrown.failure().scope()).isEqualTo(Failure.Scope.LINK);
    assertThat(thrown.failure().message()).isEqualTo(words);
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }
}
