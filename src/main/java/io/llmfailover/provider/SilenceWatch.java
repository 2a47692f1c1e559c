package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import java.time.Duration;

/**
 * Notices when something that was heard falls silent. Hearing costs one reading of the ticker: the
 * timer is not set anew for each piece, it looks again when the silence would be long enough.
 * Thread-safe.
 */
final class SilenceWatch {
  private final Timer timer;
  private final Ticker ticker;
  private final long limitNanos;
  private final Runnable onSilence;

  private volatile long heardNanos;
  private boolean started;
  private boolean ended;
  private Timer.Scheduled next = () -> {};

  /** Runs {@code onSilence} once, on the timer's thread, after a silence of {@code limit}. */
  SilenceWatch(Timer timer, Ticker ticker, Duration limit, Runnable onSilence) {
    this.timer = timer;
    this.ticker = ticker;
    this.limitNanos = limit.toNanos();
    this.onSilence = onSilence;
  }

  /** Something was heard; the first time starts the watch. */
  void heard() {
    heardNanos = ticker.nanos();
    if (started) {
      return;
    }
    started = true;
    lookAfter(limitNanos);
  }

  private void look() {
    long silentNanos = ticker.nanos() - heardNanos;
    if (silentNanos < limitNanos) {
      lookAfter(limitNanos - silentNanos);
      return;
    }
    end();
    onSilence.run();
  }

  private synchronized void lookAfter(long nanos) {
    if (!ended) {
      next = timer.schedule(Duration.ofNanos(nanos), this::look);
    }
  }

  /** Ends the watch; nothing is kept in the timer. */
  synchronized void end() {
    ended = true;
    next.cancel();
  }
}
