package io.llmfailover.provider;

import io.llmfailover.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The {@link Timer} of a running server: one daemon thread for all tasks, which must therefore be
 * short. A task taken back is forgotten at once; a task that throws is logged and hurts no other.
 * Thread-safe.
 */
public final class DaemonTimer implements Timer, AutoCloseable {
  private static final Logger LOG = System.getLogger(DaemonTimer.class.getName());

  private final ScheduledThreadPoolExecutor thread;

  /** Starts no thread before the first task. */
  public DaemonTimer() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "llm-timer");
              made.setDaemon(true);
              return made;
            });
    // Otherwise the timeout of every call that ended well would be kept until its time comes.
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * {@inheritDoc}
   *
   * @throws java.util.concurrent.RejectedExecutionException when the timer is closed
   */
  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> waiting =
        thread.schedule(() -> run(task), saturatedNanos(delay), TimeUnit.NANOSECONDS);
    return () -> waiting.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error broken) {
      LOG.log(Level.WARNING, "a timed task failed", broken);
    }
  }

  /** Half the range at most: the executor adds it to a clock reading. */
  private static long saturatedNanos(Duration delay) {
    long ceiling = Long.MAX_VALUE / 2;
    return delay.compareTo(Duration.ofNanos(ceiling)) >= 0 ? ceiling : delay.toNanos();
  }

  /** Ends the thread and forgets the tasks that wait. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
