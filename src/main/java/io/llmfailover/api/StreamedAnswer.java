package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import io.llmfailover.Timer;
import io.llmfailover.failover.QueueingSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One answer on its way out as events. Pieces, the end of the generation, the clock and the client
 * that leaves come on threads of their own; here they meet, one at a time, so that exactly one
 * terminal event is written and nothing after it. Thread-safe; no method blocks, none throws.
 */
final class StreamedAnswer implements QueueingSink {
  /**
   * How long headers wait for the link that answers. Then they go without it: many clients and
   * proxies give a silent server up soon after.
   */
  static final Duration HEADERS_AFTER = Duration.ofSeconds(15);

  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  /** What the client has got. */
  private enum Phase {
    NOTHING,
    HEADERS,
    /** All there is: a terminal event, or another response, or it is not there any more. */
    ALL
  }

  private final String id;
  private final StreamWriter writer;
  private final EventPump pump;
  private final Heartbeat heartbeat;
  private final Timer timer;
  private final Executor threads;
  private final Consumer<Throwable> refusal;
  private Timer.Scheduled headersLater = () -> {};
  private Phase phase = Phase.NOTHING;
  private boolean started;
  private boolean unwanted;
  private CompletableFuture<Answer> generation;

  /**
   * An answer that has not begun.
   *
   * @param id the generation's
   * @param writer its events
   * @param pump takes them to the client
   * @param threads run what the end of one thing does to another
   * @param refusal answers with an ordinary error; runs at most once, and then nothing was sent
   */
  StreamedAnswer(
      String id,
      StreamWriter writer,
      EventPump pump,
      Timer timer,
      Executor threads,
      Consumer<Throwable> refusal) {
    this.id = id;
    this.writer = writer;
    this.pump = pump;
    this.heartbeat = new Heartbeat(pump, writer.beat(), timer);
    this.timer = timer;
    this.threads = threads;
    this.refusal = refusal;
  }

  /** Begins the generation that sends its pieces here. Its end is the stream's, and vice versa. */
  void begin(Function<PieceSink, CompletableFuture<Answer>> generations) {
    pump.whenLost(this::gone);
    synchronized (this) {
      headersLater = timer.schedule(HEADERS_AFTER, this::headersAlone);
    }
    CompletableFuture<Answer> begun = generations.apply(this);
    begun.whenComplete(this::ended);
    boolean late;
    synchronized (this) {
      generation = begun;
      late = unwanted;
    }
    if (late) {
      begun.cancel(false);
    }
  }

  private synchronized void headersAlone() {
    if (phase == Phase.NOTHING) {
      headers(AnswerHeaders.ofStream(id));
      heartbeat.beatNow();
    }
  }

  private void headers(Map<String, String> headers) {
    phase = Phase.HEADERS;
    headersLater.cancel();
    pump.open(headers);
  }

  @Override
  public synchronized void started(StreamStart start) {
    if (phase == Phase.ALL || started) {
      return;
    }
    started = true;
    if (phase == Phase.NOTHING) {
      headers(AnswerHeaders.ofStream(start));
      heartbeat.start();
    }
    write(() -> writer.started(start, pump));
  }

  @Override
  public synchronized void accept(Piece piece) {
    if (phase == Phase.ALL) {
      return;
    }
    try {
      writer.piece(piece, pump);
    } catch (RuntimeException bug) {
      broken(bug);
    }
  }

  @Override
  public synchronized boolean restart() {
    boolean[] takenBack = {false};
    if (phase != Phase.ALL) {
      write(() -> takenBack[0] = writer.restart(pump));
    }
    return takenBack[0];
  }

  @Override
  public boolean canRestart() {
    return writer.canRestart();
  }

  @Override
  public CompletionStage<?> ready() {
    return pump.ready();
  }

  /** A writer's mistake ends its stream in an error event, and the generation with it. */
  private void write(Runnable events) {
    try {
      events.run();
    } catch (RuntimeException bug) {
      broken(bug);
    }
  }

  private void broken(RuntimeException bug) {
    terminal(() -> writer.failed(InternalErrorException.logged(id, bug), pump));
    threads.execute(this::giveUp);
  }

  private void ended(Answer answer, Throwable failure) {
    synchronized (this) {
      if (phase == Phase.ALL) {
        return;
      }
      if (failure == null) {
        started(start(answer));
        if (phase != Phase.ALL) {
          answered(answer);
        }
        return;
      }
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (phase == Phase.HEADERS) {
        terminal(() -> writer.failed(told(cause), pump));
        return;
      }
      over();
      pump.leave();
    }
    refusal.accept(failure);
  }

  private void answered(Answer answer) {
    over();
    try {
      writer.answered(answer, pump);
      pump.end();
    } catch (RuntimeException bug) {
      terminal(() -> writer.failed(InternalErrorException.logged(id, bug), pump));
    }
  }

  private void terminal(Runnable event) {
    over();
    try {
      event.run();
    } catch (RuntimeException bug) {
      LOG.log(Level.SEVERE, "LLMF0050E: Stream " + id + " ended without its last event", bug);
    }
    pump.end();
  }

  /** Before the last event is written: a beat must not follow it. */
  private void over() {
    phase = Phase.ALL;
    headersLater.cancel();
    heartbeat.stop();
  }

  private LlmException told(Throwable cause) {
    return cause instanceof LlmException end ? end : InternalErrorException.logged(id, cause);
  }

  /** What is known of an answer no piece of which was announced. */
  private StreamStart start(Answer answer) {
    List<Attempt> all = answer.attempts();
    List<Attempt> before = all.stream().filter(one -> !(one instanceof Attempt.Answered)).toList();
    int calls =
        all.stream().filter(Attempt.Answered.class::isInstance).mapToInt(Attempt::calls).sum();
    return new StreamStart(id, answer.link(), before, Math.max(1, calls), answer.notices());
  }

  private void gone() {
    synchronized (this) {
      if (phase == Phase.ALL) {
        return;
      }
      over();
    }
    giveUp();
  }

  /** Without the lock: ending a generation runs what others do at its end. */
  private void giveUp() {
    CompletableFuture<Answer> begun;
    synchronized (this) {
      unwanted = true;
      begun = generation;
    }
    if (begun != null) {
      begun.cancel(false);
    }
  }
}
