package io.llmfailover.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Threads that run what they were given when the test says so, on the test's own. */
final class ManualThreads implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs all there is to run, and what that adds. */
  void run() {
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      next.run();
    }
  }

  /** Tasks that wait for a thread. */
  int waiting() {
    return tasks.size();
  }
}
