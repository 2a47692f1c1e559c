package io.llmfailover.api;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that write to streams and may block in it. A stream has one only while it is being
 * written to: for an instant, or for as long as its client takes nothing. They are apart from the
 * server's own, so that slow clients of streams hold up nobody else. Thread-safe.
 */
final class WriterThreads implements Executor, AutoCloseable {
  /**
   * So many clients that take nothing hold nobody up; more do, until the time of the first is over.
   * A thread for each client without end would cost the server its memory.
   */
  static final int MOST = 1000;

  private static final long IDLE_SECONDS = 10;
  private static final long SMALL_STACK = 256 * 1024;

  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor pool;

  /** Starts no thread before the first task. */
  WriterThreads() {
    this(MOST);
  }

  /** At most so many. */
  WriterThreads(int most) {
    pool =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new IdleFirst(),
            this::thread,
            WriterThreads::later);
  }

  /** Takes a task only when an idle thread waits for one; the pool starts a thread otherwise. */
  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  private Thread thread(Runnable work) {
    Thread writer =
        new Thread(null, work, "llm-stream-writer-" + made.incrementAndGet(), SMALL_STACK);
    writer.setDaemon(true);
    return writer;
  }

  /** All threads are there and busy: the next one that is free takes it. */
  private static void later(Runnable task, ThreadPoolExecutor full) {
    if (!full.isShutdown()) {
      full.getQueue().add(task);
    }
  }

  /** Runs it soon; never once closed, when the container ends its connections itself. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Threads there are now. */
  int threads() {
    return pool.getPoolSize();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
