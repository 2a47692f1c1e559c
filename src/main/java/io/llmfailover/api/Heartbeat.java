package io.llmfailover.api;

import io.llmfailover.Timer;
import java.time.Duration;

/**
 * Keeps a silent stream alive: proxies and clients close what says nothing, and this server learns
 * of a client that went away by writing to it. Thread-safe.
 */
final class Heartbeat {
  /** So long may a stream be silent. Far below what proxies allow, which is 30 s or more. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /**
   * A closed connection takes the first write and fails the second. So a beat has an echo, and a
   * client that went away in silence is missed after one beat rather than two.
   */
  static final Duration ECHO = Duration.ofMillis(250);

  private final EventPump pump;
  private final Timer timer;
  private Timer.Scheduled next = () -> {};
  private boolean stopped;

  /** For this stream. */
  Heartbeat(EventPump pump, Timer timer) {
    this.pump = pump;
    this.timer = timer;
  }

  /** Starts beating after the first silence. */
  void start() {
    later(SILENCE, this::beat);
  }

  /** Says something now, and goes on from there. */
  void beatNow() {
    pump.comment();
    later(ECHO, this::echo);
  }

  private void beat() {
    Duration left = SILENCE.minus(pump.silence());
    if (left.isNegative() || left.isZero()) {
      beatNow();
    } else {
      later(left, this::beat);
    }
  }

  private void echo() {
    pump.comment();
    later(SILENCE, this::beat);
  }

  private synchronized void later(Duration delay, Runnable step) {
    if (!stopped && !pump.isOver()) {
      next = timer.schedule(delay, step);
    }
  }

  /** No beat follows. */
  synchronized void stop() {
    stopped = true;
    next.cancel();
  }
}
