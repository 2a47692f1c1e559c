package io.llmfailover.upstream;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds back the bytes of a reply until a test lets them pass. Starts closed. Thread-safe. */
public final class Gate {
  private final Semaphore bytes = new Semaphore(0);
  private final AtomicBoolean open = new AtomicBoolean();

  /** Lets so many bytes more pass. */
  public void letPass(int count) {
    bytes.release(count);
  }

  /** Lets all pass from now on. */
  public void open() {
    open.set(true);
  }

  /** Whether one byte may pass now; takes it off what was let pass. */
  boolean passes() {
    return open.get() || bytes.tryAcquire();
  }

  /** Whether everything passes. */
  boolean isOpen() {
    return open.get();
  }
}
