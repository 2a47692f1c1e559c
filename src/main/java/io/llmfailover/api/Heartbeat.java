package io.llmfailover.api;

import io.llmfailover.Timer;
import java.time.Duration;

/**
 * Keeps a silent stream alive: proxies and clients close what says nothing, and this server learns
 * of a client that went away by writing to it. Thread-safe.
 */
final class Heartbeat {
  /**
   * So long may a stream be silent. Proxies allow 30 s and more; but an upstream call nobody waits
   * for any more must not go on for longer than a second, and costs more than a few bytes.
   */
  static final Duration SILENCE = Duration.ofMillis(500);

  /**
   * A closed connection takes the first write and fails the second. So a beat has an echo, and a
   * client that went away in silence is missed after one beat rather than two.
   */
  static final Duration ECHO = Duration.ofMillis(250);

  private final EventPump pump;
  private final Beat form;
  private final Timer timer;
  private Timer.Scheduled next = () -> {};
  private boolean stopped;

  /** For this stream. */
  Heartbeat(EventPump pump, Beat form, Timer timer) {
    this.pump = pump;
    this.form = form;
    this.timer = timer;
  }

  /** Starts beating after the first silence. */
  synchronized void start() {
    later(SILENCE, this::beat);
  }

  /** Beats now, and goes on from there. */
  synchronized void beatNow() {
    send();
    later(ECHO, this::echo);
  }

  private synchronized void beat() {
    Duration left = SILENCE.minus(pump.silence());
    if (left.isNegative() || left.isZero()) {
      beatNow();
    } else {
      later(left, this::beat);
    }
  }

  private synchronized void echo() {
    send();
    later(SILENCE, this::beat);
  }

  private void send() {
    if (!stopped) {
      pump.beat(form);
    }
  }

  /** Called with the lock. */
  private void later(Duration delay, Runnable step) {
    if (!stopped && !pump.isOver()) {
      next = timer.schedule(delay, step);
    }
  }

  /** No beat follows, not even one that is due already: what the pump gets next stays the last. */
  synchronized void stop() {
    stopped = true;
    next.cancel();
  }
}
