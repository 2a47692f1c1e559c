package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.provider.WireAnswer.Ending;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a stream's events and of its end, with an upstream fed by hand. */
class StreamedCallTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC);

  private final VirtualTime time = new VirtualTime();
  private final HandFed upstream = new HandFed();
  private final TakenPieces taken = new TakenPieces();
  private final ProviderCall call = Calls.on(time).streaming(taken);
  private final HttpCaller caller =
      new HttpCaller(
          upstream,
          new Dialects(List.of(new PlainDialect(URI.create("http://127.0.0.1/v1")))),
          new FailureJudge(CLOCK),
          time,
          time,
          () -> 1,
          Runnable::run);

  @Test
  void handsPiecesOnAsTheyComeAndThenTheReply() {
    CompletableFuture<Reply> reply = ask();

    upstream.begin().event("{'choices':[{'delta':{'role':'assistant','content':''}}]}");
    boolean spokeOfNothing = call.spoken();
    upstream.event("{'choices':[{'delta':{'reasoning':'hm'}}]}");
    upstream.text("Habari ");
    upstream.text("njema");
    upstream.finish();
    upstream.event("{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2}}");
    boolean early = reply.isDone();
    upstream.event("[DONE]");

    assertThat(spokeOfNothing).isFalse();
    assertThat(call.spoken()).isTrue();
    assertThat(taken.text()).isEqualTo("[hm]Habari njema");
    assertThat(taken.usages()).containsExactly(Usage.of(3, 2));
    assertThat(early).isFalse();
    assertThat(reply.join().text()).isEqualTo("Habari njema");
    assertThat(reply.join().status()).isEqualTo(200);
  }

  @Test
  void readsOnForTheConnectionsSakeButNotForLong() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");
    upstream.finish();
    upstream.event("[DONE]");

    boolean read = upstream.text("too late").toCompletableFuture().isDone();
    boolean closedAtOnce = upstream.closed();
    time.pass(call.link().timeouts().idle());

    assertThat(reply.join().text()).isEqualTo("a");
    assertThat(taken.text()).isEqualTo("a");
    assertThat(read).isTrue();
    assertThat(closedAtOnce).isFalse();
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void keepsNoTimerWhenTheBodyEndsAfterItsMark() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");
    upstream.finish();
    upstream.event("[DONE]");

    upstream.end(Ending.WHOLE);

    assertThat(reply).isCompleted();
    assertThat(time.tasks()).isZero();
    assertThat(upstream.closed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"WHOLE", "CUT", "UNREADABLE"})
  void isSatisfiedWithFinishReasonAlone(Ending ending) {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");
    upstream.finish();

    upstream.end(ending);

    assertThat(reply.join().text()).isEqualTo("a");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void readsLastEventWithoutItsBlankLine() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");
    upstream.raw("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");

    upstream.end(Ending.WHOLE);

    assertThat(reply.join().text()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "WHOLE, truncated, the stream ended before the answer did",
    "CUT, truncated, the connection was lost in the answer",
    "UNREADABLE, malformed, the stream is too large or cannot be decoded"
  })
  void neverTakesPartForTheWhole(Ending ending, String kind, String message) {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("half an ans");

    upstream.end(ending);

    assertThat(failureOf(reply).kind().code()).isEqualTo(kind);
    assertThat(failureOf(reply).message()).isEqualTo(message);
    assertThat(failureOf(reply).status()).isEqualTo(200);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void doesNotTakeTheMarkForFinishReason() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("half an ans");

    upstream.event("[DONE]");

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.TRUNCATED);
    assertThat(upstream.closed()).isTrue();
  }

  @Test
  void repeatsWhenTheConnectionIsLostBeforeTheFirstEvent() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().raw(": working\n\n");

    upstream.end(Ending.CUT);

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.CONNECTION);
    assertThat(thrownBy(reply)).isInstanceOf(RepeatableProviderException.class);
  }

  @Test
  void repeatsWhenNoAnswerCame() {
    CompletableFuture<Reply> reply = ask();

    upstream.lose(new ConnectException("refused"));

    assertThat(thrownBy(reply)).isInstanceOf(RepeatableProviderException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void canBeAskedAgainAfterRepeatableFailure() {
    CompletableFuture<Reply> first = ask();
    upstream.begin().event("{'error':{'message':'oops','code':500}}");

    CompletableFuture<Reply> second = ask();
    upstream.begin().text("b");
    upstream.finish();
    upstream.end(Ending.WHOLE);

    assertThat(thrownBy(first)).isInstanceOf(RepeatableProviderException.class);
    assertThat(second.join().text()).isEqualTo("b");
    assertThat(call.calls()).isEqualTo(2);
    assertThat(call.cancelled()).isFalse();
  }

  @Test
  void isNotRepeatedOnceItSpoke() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("half");

    upstream.event("{'error':{'message':'oops','code':500}}");

    assertThat(thrownBy(reply)).isExactlyInstanceOf(ProviderException.class);
    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(upstream.closed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data: {\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}|rate_limited",
        "event: error~data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}|overloaded",
        "event: error~data: The engine is currently overloaded|overloaded",
        "event: error~data: {\"message\":\"whatever\"}|unknown",
        "data: [{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}]|overloaded"
      })
  void judgesErrorsAmongTheEvents(String event, String kind) {
    CompletableFuture<Reply> reply = ask();

    upstream.begin().raw(event.replace('~', '\n') + "\n\n");

    assertThat(failureOf(reply).kind().code()).isEqualTo(kind);
    assertThat(failureOf(reply).status()).isEqualTo(200);
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void handsNothingOnOfEventThatFails() {
    CompletableFuture<Reply> reply = ask();

    upstream.begin().event("{'choices':[{'delta':{'content':'a'},'finish_reason':'broken'}]}");

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(taken.pieces()).isEmpty();
    assertThat(call.spoken()).isFalse();
  }

  @Test
  void tellsWhatAnEventThatFailsHasCost() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");
    upstream.event("{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2}}");

    upstream.event("{'error':{'message':'x','code':'rate_limit_exceeded'}}");

    assertThat(reply).isCompletedExceptionally();
    assertThat(taken.usages()).containsExactly(Usage.of(3, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'choices':[{'del", "not json", "5", "null", "", "'text'"})
  void passesOverEventThatMeansNothing(String broken) {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");

    upstream.event(broken);
    upstream.text("b");
    upstream.finish();
    upstream.end(Ending.WHOLE);

    assertThat(reply.join().text()).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"message\":\"x\",\"code\":\"insufficient_quota\"}}|quota_exhausted",
        "<html><body>Sign in</body></html>|malformed",
        "~~|empty",
        "<!doctype html>~data: none~~|malformed",
        "data: gibberish~~|malformed",
        ": working~~|malformed"
      })
  void judgesWhatIsCalledStreamAndIsNone(String body, String kind) {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().raw(body.replace('~', '\n'));

    upstream.end(Ending.WHOLE);

    assertThat(failureOf(reply).kind().code()).as(failureOf(reply).message()).isEqualTo(kind);
  }

  @Test
  void judgesErrorObjectAlsoWhenItsConnectionIsLost() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().raw("{\"error\":{\"message\":\"x\",\"code\":\"insufficient_quota\"}}");

    upstream.end(Ending.CUT);

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "", "text/plain", "application/octet-stream"})
  void readsWholeAnswerThatIsNotCalledOne(String type) {
    CompletableFuture<Reply> reply = ask();
    upstream.begin(200, type).raw("{\"choices\":[{\"message\":{\"content\":\"all of it\"}}]}");

    upstream.end(Ending.WHOLE);

    assertThat(reply.join().text()).isEqualTo("all of it");
    assertThat(taken.text()).isEqualTo("all of it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "a/problem+json"})
  void readsAnswerOfServerThatKnowsNoStreams(String type) {
    CompletableFuture<Reply> reply = ask();
    taken.hold();
    upstream.begin(200, type).whole("{'choices':[{'message':{'content':'all of it'}}]}");

    boolean early = reply.isDone();
    taken.release();

    assertThat(early).isFalse();
    assertThat(reply.join().text()).isEqualTo("all of it");
    assertThat(taken.pieces()).containsExactly(new Piece.Text("all of it"));
    assertThat(time.tasks()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"503, overloaded", "401, auth", "307, unknown", "500, server_error"})
  void judgesOtherStatusesAsEver(int status, String kind) {
    CompletableFuture<Reply> reply = ask();

    upstream.begin(status, "text/event-stream").whole("");

    assertThat(failureOf(reply).kind().code()).isEqualTo(kind);
    assertThat(failureOf(reply).status()).isEqualTo(status);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void refusesEventThatIsTooLong() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin();

    for (int megabyte = 0; megabyte < 5; megabyte++) {
      upstream.raw("x".repeat(1_000_001));
    }

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(upstream.closed()).isTrue();
  }

  @Test
  void asksForTheNextChunkOnlyWhenTheTakerIsReady() {
    CompletableFuture<Reply> reply = ask();
    taken.hold();
    CompletionStage<?> chunk =
        upstream
            .begin()
            .raw(
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n");

    String before = taken.text();
    boolean early = chunk.toCompletableFuture().isDone();
    taken.release();

    assertThat(before).isEqualTo("a");
    assertThat(early).isFalse();
    assertThat(taken.text()).isEqualTo("ab");
    assertThat(chunk.toCompletableFuture()).isCompleted();
    assertThat(reply).isNotDone();
  }

  @Test
  void waitsWithTheReplyUntilTheLastPieceIsTaken() {
    CompletableFuture<Reply> reply = ask();
    taken.hold();
    upstream
        .begin()
        .raw(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n");

    boolean early = reply.isDone();
    taken.release();

    assertThat(early).isFalse();
    assertThat(reply).isCompleted();
  }

  @Test
  void handsNoPieceOnAfterItWasGivenUp() {
    CompletableFuture<Reply> reply = ask();
    upstream.begin().text("a");

    call.cancel();
    upstream.text("b");

    assertThat(taken.text()).isEqualTo("a");
    assertThat(upstream.closed()).isTrue();
    assertThat(thrownBy(reply)).isExactlyInstanceOf(ProviderException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void handsNoPieceOnWhenGivenUpWhileTheTakerIsNotReady() {
    ask();
    taken.hold();
    CompletionStage<?> chunk =
        upstream
            .begin()
            .raw(
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n");

    call.cancel();
    taken.release();

    assertThat(taken.text()).isEqualTo("a");
    assertThat(chunk.toCompletableFuture()).isCompleted();
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsNothingWhenGivenUpBefore() {
    call.cancel();

    CompletableFuture<Reply> reply = ask();

    assertThat(reply).isCompletedExceptionally();
    assertThat(upstream.requests()).isZero();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsWhenItsTakerBreaks() {
    ProviderCall broken =
        Calls.on(time)
            .streaming(
                new PieceTaker() {
                  @Override
                  public CompletionStage<?> take(Piece piece) {
                    throw new IllegalStateException("broken");
                  }

                  @Override
                  public void used(Usage soFar) {}
                });
    CompletableFuture<Reply> reply = caller.ask(broken, true).toCompletableFuture();

    upstream.begin().text("a");

    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(upstream.closed()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  private CompletableFuture<Reply> ask() {
    return caller.ask(call, true).toCompletableFuture();
  }

  private static Throwable thrownBy(CompletableFuture<Reply> reply) {
    assertThat(reply).isCompletedExceptionally();
    return catchThrowable(reply::join).getCause();
  }

  private static Failure failureOf(CompletableFuture<Reply> reply) {
    return ((ProviderException) thrownBy(reply)).failure();
  }
}
