package io.llmfailover.provider;

import io.llmfailover.Deadline;
import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One request for an answer in pieces, from its sending to its end. All it learns (chunks, the end
 * of the body, what took too long, that the next piece may come) is dealt with in turn. Nothing is
 * read from the connection while pieces wait.
 *
 * <p>A chunk is read on the thread that brings it, and its pieces are handed on there as long as
 * the taker {@linkplain PieceTaker#mayBlock does not block}: changing threads costs many times what
 * reading does. The rest, and whatever ends the call, is done on threads of the given executor: the
 * connection's must not be held, and others go on from the end.
 *
 * <p>It ends once: when the model has come to its end and the last piece was taken, with the first
 * failure, or because it was given up. Then no piece follows.
 */
final class StreamedCall implements BodyFlow {
  private static final CompletableFuture<Void> READ = CompletableFuture.completedFuture(null);

  private final ProviderCall call;
  private final PieceTaker taker;
  private final Deadline end;
  private final Dialect dialect;
  private final FailureJudge judge;
  private final Function<WireAnswer, Reply> whole;
  private final Function<Failure, ? extends Throwable> verdict;
  private final Timer timer;
  private final InTurn inTurn;
  private final StreamTimes times;

  /** The request by itself: it can be ended and the call asked again. */
  private final ProviderCall request;

  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private final CompletableFuture<Void> bodyOver = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();

  private EventPieces events; // null unless the body comes in chunks
  // These belong to whoever has the turn.
  private PieceSource source = PieceSource.NOTHING_YET;
  private final Queue<Piece> pieces = new ArrayDeque<>();
  private final Consumer<Piece> found = pieces::add;
  private boolean lent; // whether the turn is on a thread that must not be held
  private boolean spoke;
  private boolean taking;
  private Usage told = Usage.UNKNOWN;
  private boolean reading;
  private CompletableFuture<Void> chunkRead = READ; // else completes when the chunk has been read
  private Ending ending; // null until the body has ended

  /**
   * What it needs.
   *
   * @param whole reads an answer that is no stream, or throws a {@link ProviderException}
   * @param verdict what the call ends with for a failure
   */
  StreamedCall(
      ProviderCall call,
      ProviderCall.Streaming streaming,
      Dialect dialect,
      FailureJudge judge,
      Function<WireAnswer, Reply> whole,
      Function<Failure, ? extends Throwable> verdict,
      Timer timer,
      Ticker ticker,
      Executor threads) {
    this.call = call;
    this.taker = streaming.taker();
    this.end = streaming.end();
    this.dialect = dialect;
    this.judge = judge;
    this.whole = whole;
    this.verdict = verdict;
    this.timer = timer;
    this.inTurn = new InTurn(threads);
    this.times =
        new StreamTimes(call.link().timeouts(), timer, ticker, inTurn, words -> timeOut(words));
    this.request = ProviderCall.streaming(call.link(), call.prompt(), call.deadline(), streaming);
  }

  /** Sends it; to be called once. */
  CompletionStage<Reply> start(Transport transport, WireRequest wire) {
    inTurn.tryEnter();
    try {
      call.onCancel(this::giveUp);
      step(() -> send(transport, wire));
    } finally {
      inTurn.leave();
    }
    return reply;
  }

  private void send(Transport transport, WireRequest wire) {
    times.begin(call.deadline(), end);
    transport.stream(request, wire, this)
        .whenComplete(
            (answer, lost) -> {
              bodyOver.complete(null);
              inTurn.execute(() -> step(() -> bodyEnded(answer, lost)));
            });
  }

  @Override
  public boolean begins(int status, HttpHeaders headers) {
    if (status < 200 || status > 299 || isDocument(headers)) {
      return false;
    }
    Link link = call.link();
    events = new EventPieces(status, headers, link, dialect.reader(call, status), judge);
    return true;
  }

  /** Whether it is said to be JSON or a web page, and so no stream of events. */
  private static boolean isDocument(HttpHeaders headers) {
    String type = headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    String bare = type.substring(0, (type + ';').indexOf(';')).strip();
    return bare.endsWith("/json") || bare.endsWith("+json") || bare.contains("html");
  }

  @Override
  public CompletionStage<?> chunk(ByteBuffer bytes) {
    if (over.get()) {
      // What follows the end is read for the connection's sake only.
      return READ;
    }
    if (inTurn.tryEnter()) {
      try {
        return readHere(bytes);
      } finally {
        inTurn.leave();
      }
    }
    CompletableFuture<Void> read = new CompletableFuture<>();
    inTurn.execute(
        () -> {
          chunkRead = read;
          read(bytes);
        });
    return read;
  }

  private CompletionStage<?> readHere(ByteBuffer bytes) {
    lent = true;
    try {
      read(bytes);
    } finally {
      lent = false;
    }
    if (reading) {
      chunkRead = new CompletableFuture<>();
    }
    return chunkRead;
  }

  private void read(ByteBuffer bytes) {
    reading = true;
    source = events;
    step(
        () -> {
          events.feed(bytes);
          goOn();
        });
  }

  private void chunkIsRead() {
    reading = false;
    CompletableFuture<Void> read = chunkRead;
    chunkRead = READ;
    read.complete(null);
  }

  private void bodyEnded(WireAnswer answer, Throwable lost) {
    if (lost != null) {
      fail(judge.ofTransport(lost, call.link()));
      return;
    }
    ending = answer.ending();
    if (events == null) {
      source = new WholePieces(whole.apply(answer));
    } else {
      source = events;
      events.end();
    }
    goOn();
  }

  /** Does one thing of this call's; whatever it throws ends the call. */
  private void step(Runnable what) {
    try {
      if (!over.get()) {
        what.run();
      }
    } catch (ProviderException failure) {
      onThreads(
          () -> {
            try {
              tellUsage();
            } finally {
              fail(failure.failure());
            }
          });
    } catch (RuntimeException | Error broken) {
      onThreads(() -> fail(judge.ofTransport(broken, call.link())));
    } finally {
      if (over.get()) {
        chunkIsRead();
      }
    }
  }

  /** Does this in the same turn, but where threads may be held. */
  private void onThreads(Runnable what) {
    if (lent) {
      inTurn.next(() -> step(what));
    } else {
      what.run();
    }
  }

  /** Hands pieces on as long as there are any and the taker is ready. */
  private void goOn() {
    do {
      while (!pieces.isEmpty()) {
        if (over.get()) {
          return;
        }
        if (lent && taker.mayBlock()) {
          onThreads(this::goOn);
          return;
        }
        if (!handOn(pieces.remove())) {
          return;
        }
      }
      tellUsage();
      if (source.ended()) {
        onThreads(() -> succeed(source.reply()));
        return;
      }
    } while (!over.get() && source.next(found));
    if (ending == null) {
      chunkIsRead();
    } else {
      conclude();
    }
  }

  /** Whether the next may follow at once. */
  private boolean handOn(Piece piece) {
    if (!spoke) {
      spoke = true;
      call.speaks();
      times.taking();
    }
    CompletableFuture<?> taken = taker.take(piece).toCompletableFuture();
    if (taken.isDone()) {
      ready(taken);
      return true;
    }
    taking = true;
    times.taking();
    taken.whenComplete(
        (done, broken) ->
            inTurn.execute(
                () ->
                    step(
                        () -> {
                          ready(taken);
                          goOn();
                        })));
    return false;
  }

  private void ready(CompletableFuture<?> taken) {
    taking = false;
    times.taken();
    taken.join();
  }

  private void tellUsage() {
    Usage now = source.usage();
    if (!now.equals(told)) {
      told = now;
      taker.used(now);
    }
  }

  /** The body has ended, and all in it was handed on. */
  private void conclude() {
    if (events.recognised()) {
      succeed(events.reply(ending));
      return;
    }
    // Not one event: perhaps an error or a whole answer that is merely called a stream.
    WireAnswer answer = events.asAnswer(ending);
    if (ending == Ending.CUT
        && judge.judge(answer, call.link()) instanceof Verdict.Unusable unusable
        && unusable.failure().kind() == FailureKind.TRUNCATED) {
      fail(judge.ofTransport(new IOException("lost before the first event"), call.link()));
      return;
    }
    source = new WholePieces(whole.apply(answer));
    goOn();
  }

  private void timeOut(String words) {
    step(
        () -> {
          if (source.finished() && !taking && pieces.isEmpty()) {
            // Only formality is missing, and nobody waits for that.
            Reply said = source.reply();
            request.cancel();
            succeed(said);
          } else {
            fail(judge.ofTransport(new HttpTimeoutException(words), call.link()).saying(words));
          }
        });
  }

  private void giveUp() {
    if (!finish()) {
      return;
    }
    request.cancel();
    inTurn.execute(
        () -> {
          chunkIsRead();
          Throwable gone = new CancellationException("the call was given up");
          reply.completeExceptionally(verdict.apply(judge.ofTransport(gone, call.link())));
        });
  }

  private void succeed(Reply said) {
    if (!finish()) {
      return;
    }
    try {
      drain();
    } finally {
      reply.complete(said);
    }
  }

  /** Reads what may still come, so that the connection can be used again, but not for long. */
  private void drain() {
    if (bodyOver.isDone()) {
      return;
    }
    Timer.Scheduled close = timer.schedule(call.link().timeouts().idle(), request::cancel);
    bodyOver.whenComplete((nothing, never) -> close.cancel());
  }

  private void fail(Failure failure) {
    if (!finish()) {
      return;
    }
    request.cancel();
    reply.completeExceptionally(verdict.apply(failure));
  }

  /** Whether this was the end, which comes once. */
  private boolean finish() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    times.end();
    call.onCancel(() -> {});
    return true;
  }
}
