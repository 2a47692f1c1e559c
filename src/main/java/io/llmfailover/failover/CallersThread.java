package io.llmfailover.failover;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs things on the thread of a caller who waits for his answer anyway: it has his security, his
 * transaction and his request's scope, and nothing has to be carried over to another thread.
 *
 * <p>Anybody may {@link #execute}; one thread {@linkplain #await waits}. What comes after it has
 * gone is dropped: nobody waits for it.
 */
final class CallersThread implements Executor {
  private static final Runnable WAKE = () -> {};

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /**
   * Runs what is to be run until the answer is there.
   *
   * @throws InterruptedException when the waiting thread was interrupted
   * @throws ExecutionException with what the answer failed with
   */
  <T> T await(CompletableFuture<T> answer) throws InterruptedException, ExecutionException {
    answer.whenComplete((given, failure) -> tasks.add(WAKE));
    while (!answer.isDone()) {
      tasks.take().run();
    }
    return answer.get();
  }
}
