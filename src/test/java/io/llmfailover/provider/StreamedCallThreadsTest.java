package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where chunks are dealt with: the test is the connection's thread, and runs the others' tasks. */
class StreamedCallThreadsTest {
  private static final String TWO_PIECES =
      "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
          + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n";

  private final VirtualTime time = new VirtualTime();
  private final HandFed upstream = new HandFed();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final Taker taker = new Taker();
  private final ProviderCall call = Calls.on(time).streaming(taker);
  private final HttpCaller caller =
      new HttpCaller(
          upstream,
          new Dialects(List.of(new PlainDialect(URI.create("http://127.0.0.1/v1")))),
          new FailureJudge(Clock.systemUTC()),
          time,
          time,
          () -> 1,
          threads::add);

  /** Writes pieces down, and does what a test has it do while it takes the next. */
  private static final class Taker implements PieceTaker {
    private final TakenPieces taken = new TakenPieces();
    private boolean mayBlock;
    private Runnable meanwhile = () -> {};

    @Override
    public boolean mayBlock() {
      return mayBlock;
    }

    @Override
    public CompletionStage<?> take(Piece piece) {
      CompletionStage<?> ready = taken.take(piece);
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
      return ready;
    }

    @Override
    public void used(Usage soFar) {
      taken.used(soFar);
    }
  }

  private CompletableFuture<Reply> ask() {
    CompletableFuture<Reply> reply = caller.ask(call, true).toCompletableFuture();
    upstream.begin();
    return reply;
  }

  private void runThreads() {
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
  }

  @Test
  void handsPiecesOnWhereTheyComeWhileTheTakerDoesNotBlock() {
    ask();

    CompletionStage<?> one = upstream.raw(TWO_PIECES);
    CompletionStage<?> other = upstream.text("c");

    assertThat(taker.taken.text()).isEqualTo("abc");
    assertThat(threads).isEmpty();
    assertThat(one).isSameAs(other);
    assertThat(one.toCompletableFuture()).isCompleted();
  }

  @Test
  void leavesPiecesToOtherThreadsWhenTheTakerMayBlock() {
    taker.mayBlock = true;
    ask();

    CompletableFuture<?> chunk = upstream.raw(TWO_PIECES).toCompletableFuture();

    assertThat(taker.taken.pieces()).isEmpty();
    assertThat(chunk).isNotDone();
    runThreads();
    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(chunk).isCompleted();
  }

  @Test
  void comesBackToTheConnectionOnceTheTakerDoesNotBlockAnyMore() {
    taker.mayBlock = true;
    ask();
    taker.meanwhile = () -> taker.mayBlock = false;
    upstream.text("a");
    runThreads();

    CompletableFuture<?> chunk = upstream.text("b").toCompletableFuture();

    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(chunk).isCompleted();
    assertThat(threads).isEmpty();
  }

  @Test
  void leavesTheRestOfAChunkWhenTheTakerBeginsToBlock() {
    ask();
    taker.meanwhile = () -> taker.mayBlock = true;

    CompletableFuture<?> chunk = upstream.raw(TWO_PIECES).toCompletableFuture();

    assertThat(taker.taken.text()).isEqualTo("a");
    assertThat(chunk).isNotDone();
    runThreads();
    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(chunk).isCompleted();
  }

  @Test
  void goesOnElsewhereWhenTheTakerIsReadyAgain() {
    ask();
    taker.taken.hold();
    CompletableFuture<?> chunk = upstream.raw(TWO_PIECES).toCompletableFuture();

    taker.taken.release();

    assertThat(taker.taken.text()).isEqualTo("a");
    runThreads();
    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(chunk).isCompleted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]",
        "{\"error\":{\"message\":\"oops\",\"code\":500}}",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"broken\"}]}",
        "[DONE]"
      })
  void endsWhereOthersMayGoOnFromTheEnd(String last) {
    CompletableFuture<Reply> reply = ask();
    upstream.text("a");

    CompletableFuture<?> chunk = upstream.raw("data: " + last + "\n\n").toCompletableFuture();

    assertThat(reply).isNotDone();
    runThreads();
    assertThat(reply).isDone();
    assertThat(chunk).isCompleted();
  }

  @Test
  void endsElsewhereWhenTheTakerThrows() {
    CompletableFuture<Reply> reply = ask();
    taker.meanwhile =
        () -> {
          throw new IllegalStateException("broken");
        };

    upstream.text("a");

    assertThat(reply).isNotDone();
    runThreads();
    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.UNKNOWN);
  }

  @Test
  void tellsWhatCameBeforeTheConnectionWasLost() {
    CompletableFuture<Reply> reply = ask();
    taker.meanwhile = () -> upstream.lose(new IOException("reset"));

    upstream.raw(TWO_PIECES + "data: {\"error\":{\"message\":\"x\",\"code\":500}}\n\n");
    runThreads();

    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.SERVER_ERROR);
  }

  @Test
  void handsOnWhatIsLeftBeforeTheConnectionWasLost() {
    CompletableFuture<Reply> reply = ask();
    taker.meanwhile =
        () -> {
          taker.mayBlock = true;
          upstream.lose(new IOException("reset"));
        };

    upstream.raw(TWO_PIECES);
    runThreads();

    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(failureOf(reply).kind()).isEqualTo(FailureKind.CONNECTION);
  }

  @Test
  void stopsAmidAChunkWhenGivenUp() {
    CompletableFuture<Reply> reply = ask();
    taker.meanwhile = call::cancel;

    CompletableFuture<?> chunk = upstream.raw(TWO_PIECES).toCompletableFuture();

    assertThat(taker.taken.text()).isEqualTo("a");
    assertThat(chunk).isCompleted();
    assertThat(reply).isNotDone();
    runThreads();
    assertThat(reply).isCompletedExceptionally();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void letsATimeoutWaitForTheChunkThatIsBeingRead() {
    CompletableFuture<Reply> reply = ask();
    taker.meanwhile =
        () -> {
          time.pass(call.link().timeouts().idle().multipliedBy(2));
          runThreads();
        };

    upstream.text("a");
    runThreads();
    upstream.text("b");
    upstream.finish();
    upstream.end(Ending.WHOLE);
    runThreads();

    assertThat(reply.join().text()).isEqualTo("ab");
  }

  @Test
  void readsAChunkInTurnWhenItComesWhileAnotherThreadIsAtWork() {
    ask();
    CompletableFuture<?>[] chunk = new CompletableFuture<?>[1];
    taker.mayBlock = true;
    upstream.text("a");
    taker.meanwhile = () -> chunk[0] = upstream.text("b").toCompletableFuture();

    runThreads();

    assertThat(taker.taken.text()).isEqualTo("ab");
    assertThat(chunk[0]).isCompleted();
  }

  private static Failure failureOf(CompletableFuture<Reply> reply) {
    assertThat(reply).isCompletedExceptionally();
    return ((ProviderException) catchThrowable(reply::join).getCause()).failure();
  }
}
