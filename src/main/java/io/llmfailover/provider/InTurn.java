package io.llmfailover.provider;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one at a time, in the order in which they came, on threads of another executor; each
 * sees what those before it did. A task given while another runs waits for it, also when both are
 * of the same thread. Thread-safe.
 */
final class InTurn implements Executor {
  private static final Logger LOG = System.getLogger(InTurn.class.getName());

  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
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
    try {
      threads.execute(this::runAll);
    } catch (RejectedExecutionException full) {
      // Whoever waits for what the tasks bring must hear of it all the same.
      CompletableFuture.runAsync(this::runAll);
    }
  }

  private void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error broken) {
        LOG.log(Level.WARNING, "a step of a stream failed", broken);
      }
    }
  }

  private Runnable next() {
    synchronized (waiting) {
      Runnable task = waiting.poll();
      running = task != null;
      return task;
    }
  }
}
