package io.llmfailover.provider;

import io.llmfailover.Deadline;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.chain.Timeouts;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The limits on one stream's time: until its first piece, between two pieces, and in all. Time
 * during which a piece is being taken does not count as silence: then it is the taker who is slow,
 * and the provider is not read. Only pieces break a silence, whatever else is heard.
 *
 * <p>A silence costs one reading of the ticker for each piece and one task of the timer for each
 * idle timeout. Thread-safe.
 */
final class StreamTimes {
  private final Timeouts timeouts;
  private final Timer timer;
  private final Ticker ticker;
  private final Executor inTurn;
  private final Consumer<String> onTimeout;

  private boolean over;
  private boolean heard;
  private boolean taking;
  private boolean looking;
  private long quietSinceNanos;
  private Timer.Scheduled silence = () -> {};
  private Timer.Scheduled whole = () -> {};

  /**
   * Nothing runs before {@link #begin}.
   *
   * @param inTurn runs what is due, after all that was to be done before
   * @param onTimeout told, in turn, what took too long; may be told more than once
   */
  StreamTimes(
      Timeouts timeouts, Timer timer, Ticker ticker, Executor inTurn, Consumer<String> onTimeout) {
    this.timeouts = timeouts;
    this.timer = timer;
    this.ticker = ticker;
    this.inTurn = inTurn;
    this.onTimeout = onTimeout;
  }

  /** The request is about to be sent. */
  synchronized void begin(Deadline firstPiece, Deadline end) {
    if (over) {
      return;
    }
    Duration own = shorter(timeouts.firstToken(), timeouts.attempt());
    Duration left = firstPiece.remaining();
    String words =
        left.compareTo(own) < 0 ? "nothing before the deadline" : "nothing within " + inWords(own);
    silence = timer.schedule(shorter(own, left), () -> inTurn.execute(() -> unheard(words)));
    whole =
        timer.schedule(
            end.remaining(),
            () -> inTurn.execute(() -> onTimeout.accept("the stream took too long in all")));
  }

  /** A piece is being handed on. */
  synchronized void taking() {
    taking = true;
    if (!heard) {
      heard = true;
      silence.cancel();
    }
  }

  /** The piece has been taken, and the next may come. */
  synchronized void taken() {
    taking = false;
    quietSinceNanos = ticker.nanos();
    if (!looking) {
      lookAfter(timeouts.idle().toNanos());
    }
  }

  private void unheard(String words) {
    synchronized (this) {
      if (heard) {
        return;
      }
    }
    onTimeout.accept(words);
  }

  private void look() {
    synchronized (this) {
      looking = false;
      if (taking) {
        return;
      }
      long left = timeouts.idle().toNanos() - (ticker.nanos() - quietSinceNanos);
      if (left > 0) {
        lookAfter(left);
        return;
      }
    }
    onTimeout.accept("silent for " + inWords(timeouts.idle()) + " in the middle of the answer");
  }

  private void lookAfter(long nanos) {
    if (!over) {
      looking = true;
      silence = timer.schedule(Duration.ofNanos(nanos), () -> inTurn.execute(this::look));
    }
  }

  /** Ends the watch; nothing is kept in the timer. */
  synchronized void end() {
    over = true;
    silence.cancel();
    whole.cancel();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String inWords(Duration span) {
    return span.toMillis() % 1000 == 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
  }
}
