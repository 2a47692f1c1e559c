package io.llmfailover.provider;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one at a time, in the order in which they came, on threads of another executor; each
 * sees what those before it did. A task given while another runs waits for it, also when both are
 * of the same thread. Whoever has little to do may {@linkplain #tryEnter take a turn} on its own
 * thread instead, if it is nobody's; what was given meanwhile runs on the executor's. Thread-safe.
 */
final class InTurn implements Executor {
  private static final Logger LOG = System.getLogger(InTurn.class.getName());

  private final Executor threads;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  InTurn(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (waiting) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    start();
  }

  /**
   * Takes the turn for the calling thread, which must {@link #leave} soon.
   *
   * @return false when it is somebody's already
   */
  boolean tryEnter() {
    synchronized (waiting) {
      boolean free = !running;
      running = true;
      return free;
    }
  }

  /** Ends the turn of a thread that entered. */
  void leave() {
    synchronized (waiting) {
      running = !waiting.isEmpty();
      if (!running) {
        return;
      }
    }
    start();
  }

  /** Has this task run before all others that wait. To be called by whoever has the turn. */
  void next(Runnable task) {
    synchronized (waiting) {
      waiting.addFirst(task);
    }
  }

  private void start() {
    try {
      threads.execute(this::runAll);
    } catch (RejectedExecutionException full) {
      // Whoever waits for what the tasks bring must hear of it all the same.
      CompletableFuture.runAsync(this::runAll);
    }
  }

  private void runAll() {
    for (Runnable task = poll(); task != null; task = poll()) {
      try {
        task.run();
      } catch (RuntimeException | Error broken) {
        LOG.log(Level.WARNING, "a step of a stream failed", broken);
      }
    }
  }

  private Runnable poll() {
    synchronized (waiting) {
      Runnable task = waiting.poll();
      running = task != null;
      return task;
    }
  }
}
