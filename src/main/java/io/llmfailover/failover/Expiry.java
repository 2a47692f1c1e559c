package io.llmfailover.failover;

import io.llmfailover.Timer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends a generation whose time is over. The deadline may move away while it is waited for: a
 * stream's does when its first piece is there. Thread-safe.
 */
final class Expiry {
  private static final Timer.Scheduled NOTHING = () -> {};

  private final Delivery delivery;
  private final WalkTools tools;
  private final Runnable expire;

  private final AtomicReference<Timer.Scheduled> waiting = new AtomicReference<>(NOTHING);
  private volatile boolean cancelled;

  Expiry(Delivery delivery, WalkTools tools, Runnable expire) {
    this.delivery = delivery;
    this.tools = tools;
    this.expire = expire;
  }

  /** Waits for the deadline. */
  void watch() {
    Timer.Scheduled later =
        tools
            .timer()
            .schedule(delivery.deadline().remaining(), () -> tools.executor().execute(this::look));
    waiting.getAndSet(later).cancel();
    if (cancelled) {
      later.cancel();
    }
  }

  private void look() {
    if (delivery.deadline().passed()) {
      expire.run();
    } else {
      watch();
    }
  }

  /** The generation is over: nothing is kept in the timer. */
  void cancel() {
    cancelled = true;
    waiting.get().cancel();
  }
}
