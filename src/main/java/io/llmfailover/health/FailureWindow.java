package io.llmfailover.health;

import io.llmfailover.config.HealthSettings;

/**
 * Calls and failures of one provider in a window that slides, kept in a fixed number of slices: the
 * oldest slice leaves as a whole. Thread-safe; memory is constant whatever the length of the window
 * and the number of calls. A changed length takes effect at once and keeps what still lies within.
 */
final class FailureWindow implements Remembered.Entry {
  private static final int SLICES = 60;

  // Written under the lock, read without it.
  private volatile int failures;
  private volatile boolean marked;

  // Guarded by this. A slice is a span of time; its number is time divided by its length.
  private final int[] callsIn = new int[SLICES];
  private final int[] failuresIn = new int[SLICES];
  private final long originNanos;
  private long sliceNanos = 1;
  private long newest;
  private int calls;
  private long listensFromNanos;

  FailureWindow(long now) {
    this.originNanos = now;
    this.listensFromNanos = now - (1L << 62);
  }

  /**
   * What the window holds at one moment.
   *
   * @param calls ended in the window, well or not
   * @param failures of them
   * @param unhealthy whether they are too many
   * @param changed whether that was otherwise when last asked
   */
  record Rate(int calls, int failures, boolean unhealthy, boolean changed) {
    static final Rate NONE = new Rate(0, 0, false, false);

    /** 0 to 1; 0 when there were no calls. */
    double failureRate() {
      return calls == 0 ? 0 : (double) failures / calls;
    }
  }

  /** A call that began at {@code started} has ended. */
  synchronized Rate ended(boolean failed, HealthSettings settings, long started, long now) {
    advance(settings, now);
    if (started - listensFromNanos >= 0) {
      int slot = Math.floorMod(newest, SLICES);
      callsIn[slot]++;
      calls++;
      if (failed) {
        failuresIn[slot]++;
        failures++;
      }
    }
    return judge(settings);
  }

  /** What it holds now. */
  synchronized Rate rate(HealthSettings settings, long now) {
    advance(settings, now);
    return judge(settings);
  }

  /** Whether there was no failure lately; far cheaper than to ask for the rate. */
  boolean spotless() {
    return failures == 0 && !marked;
  }

  @Override
  public Remembered.Worth worth(long now) {
    return spotless() ? Remembered.Worth.NOTHING : Remembered.Worth.SOMETHING;
  }

  /** Forgets all, and does not count calls that began before now. */
  synchronized void restore(long now) {
    clear();
    marked = false;
    listensFromNanos = now;
  }

  private Rate judge(HealthSettings settings) {
    boolean unhealthy = calls >= settings.minCalls() && failures > settings.failureRate() * calls;
    boolean changed = unhealthy != marked;
    marked = unhealthy;
    return new Rate(calls, failures, unhealthy, changed);
  }

  private void advance(HealthSettings settings, long now) {
    long slice = Math.max(1, settings.window().toNanos() / SLICES);
    if (slice != sliceNanos) {
      reslice(slice, now);
    }
    long current = (now - originNanos) / sliceNanos;
    if (current - newest >= SLICES) {
      clear();
      newest = current;
    }
    while (newest < current) {
      newest++;
      drop(Math.floorMod(newest, SLICES));
    }
  }

  private void drop(int slot) {
    calls -= callsIn[slot];
    failures -= failuresIn[slot];
    callsIn[slot] = 0;
    failuresIn[slot] = 0;
  }

  private void clear() {
    for (int slot = 0; slot < SLICES; slot++) {
      drop(slot);
    }
  }

  /** Moves each slice to where its beginning lies in slices of another length. */
  private void reslice(long slice, long now) {
    int[] oldCalls = callsIn.clone();
    int[] oldFailures = failuresIn.clone();
    long oldNewest = newest;
    long oldSlice = sliceNanos;
    clear();
    sliceNanos = slice;
    newest = (now - originNanos) / slice;
    for (long old = Math.max(0, oldNewest - SLICES + 1); old <= oldNewest; old++) {
      long moved = old * oldSlice / slice;
      if (newest - moved < SLICES) {
        int from = Math.floorMod(old, SLICES);
        int to = Math.floorMod(moved, SLICES);
        callsIn[to] += oldCalls[from];
        failuresIn[to] += oldFailures[from];
        calls += oldCalls[from];
        failures += oldFailures[from];
      }
    }
  }
}
