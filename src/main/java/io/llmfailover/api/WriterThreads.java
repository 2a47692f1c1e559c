package io.llmfailover.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that write to streams and may block in it. A stream has one only while it is being
 * written to: for an instant, or for as long as its client takes nothing. They are apart from the
 * server's own, so that slow clients of streams hold up nobody else. Thread-safe.
 *
 * <p>A chunk takes less time to write than a thread to wake up. So one thread at a time is woken,
 * and none for what comes until it is there; but whoever takes a task and leaves others behind
 * wakes the next, for the one taken may block. A pool of the JDK wakes a thread for each task.
 */
final class WriterThreads implements Executor, AutoCloseable {
  /**
   * So many clients that take nothing hold nobody up; more do, until the time of the first is over.
   * A thread for each client without end would cost the server its memory.
   */
  static final int MOST = 1000;

  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final long SMALL_STACK = 256 * 1024;

  private final int most;
  private final long idleNanos;

  // Guarded by this object's lock.
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Set<Writer> writers = new HashSet<>();
  private final Deque<Writer> resting = new ArrayDeque<>(); // the last one is the warmest
  private Writer coming; // was woken for what is waiting; null when nobody was
  private int made;
  private boolean closed;

  /** Starts no thread before the first task. */
  WriterThreads() {
    this(MOST, IDLE);
  }

  /**
   * As many threads as are needed.
   *
   * @param most but no more than these, at least 1
   * @param idle how long one without a task is kept
   */
  WriterThreads(int most, Duration idle) {
    this.most = most;
    this.idleNanos = idle.toNanos();
  }

  /** Runs it soon; never once closed, when the container ends its connections itself. */
  @Override
  public void execute(Runnable task) {
    Writer needed;
    synchronized (this) {
      if (closed) {
        return;
      }
      tasks.add(task);
      needed = needed();
    }
    wake(needed);
  }

  /** Called with the lock: who has to be woken for what is waiting, null when nobody has to. */
  private Writer needed() {
    if (coming != null || tasks.isEmpty()) {
      return null;
    }
    coming = resting.pollLast();
    if (coming == null && writers.size() < most) {
      coming = new Writer(++made);
      writers.add(coming);
    }
    return coming;
  }

  /** Called without the lock, by whom was told that it is needed. */
  private void wake(Writer needed) {
    if (needed == null) {
      return;
    }
    if (needed.getState() != Thread.State.NEW) {
      // It may have come by itself, or be gone already: then this does nothing.
      LockSupport.unpark(needed);
      return;
    }
    try {
      needed.start();
    } catch (OutOfMemoryError tooMany) {
      Writer free;
      synchronized (this) {
        coming = null;
        writers.remove(needed);
        if (writers.isEmpty()) {
          throw tooMany;
        }
        // As when there are as many as may be; but one may have gone to rest in the meantime.
        free = resting.isEmpty() ? null : needed();
      }
      wake(free);
    }
  }

  /** Threads there are now. */
  synchronized int threads() {
    return writers.size();
  }

  @Override
  public void close() {
    List<Writer> all;
    synchronized (this) {
      closed = true;
      tasks.clear();
      all = List.copyOf(writers);
    }
    all.forEach(Thread::interrupt);
  }

  private final class Writer extends Thread {
    Writer(int number) {
      super(null, null, "llm-stream-writer-" + number, SMALL_STACK);
      setDaemon(true);
    }

    @Override
    public void run() {
      for (Runnable task = next(); task != null; task = next()) {
        try {
          task.run();
        } catch (RuntimeException | Error broken) {
          getUncaughtExceptionHandler().uncaughtException(this, broken);
        }
      }
    }

    /** The next task, waited for if need be; null when the thread is to end. */
    private Runnable next() {
      boolean rested = false;
      while (true) {
        if (interrupted()) {
          // Left by a task it would end the next rest at once; and so would the permit that came
          // with it, which this takes.
          LockSupport.unpark(this);
          LockSupport.park(WriterThreads.this);
        }
        Runnable task;
        Writer other = null;
        synchronized (WriterThreads.this) {
          if (coming == this) {
            coming = null;
            rested = false;
          }
          if (closed || rested) {
            resting.remove(this);
            writers.remove(this);
            return null;
          }
          task = tasks.poll();
          if (task != null) {
            other = needed();
          } else {
            resting.add(this);
          }
        }
        if (task != null) {
          wake(other);
          return task;
        }
        // It may end before its time; then it ends, and whoever needs one starts another.
        LockSupport.parkNanos(WriterThreads.this, idleNanos);
        rested = true;
      }
    }
  }
}
