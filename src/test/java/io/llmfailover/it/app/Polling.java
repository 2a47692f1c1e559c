package io.llmfailover.it.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens elsewhere and cannot be listened to. */
public final class Polling {
  /** Longer than anything takes here; only what never happens reaches it. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private Polling() {}

  /** Looks again until the result is as wished, and tells the last one when it never is. */
  public static <T> T until(Supplier<T> look, Predicate<T> wished) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = look.get();
    while (!wished.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + PATIENCE + " still " + last);
      }
      pause();
      last = look.get();
    }
    return last;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
