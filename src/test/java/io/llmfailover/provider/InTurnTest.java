package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InTurnTest {
  private static final int TASKS = 10_000;

  @Test
  void runsOneTaskAtTheTimeInTheirOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    InTurn inTurn = new InTurn(threads);
    List<Integer> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(TASKS);

    for (int task = 0; task < TASKS; task++) {
      int number = task;
      inTurn.execute(
          () -> {
            // Not thread-safe: two tasks at a time would lose one of the numbers.
            ran.add(number);
            all.countDown();
          });
    }

    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasSize(TASKS).isSorted();
    threads.shutdown();
  }

  @Test
  void finishesTaskBeforeTheOneItGives() {
    InTurn inTurn = new InTurn(Runnable::run);
    List<String> ran = new ArrayList<>();

    inTurn.execute(
        () -> {
          inTurn.execute(() -> ran.add("second"));
          ran.add("first");
        });

    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void runsTasksAlsoWhenTheExecutorTakesNone() throws Exception {
    InTurn inTurn =
        new InTurn(
            task -> {
              throw new RejectedExecutionException("full");
            });
    CountDownLatch ran = new CountDownLatch(1);

    inTurn.execute(ran::countDown);

    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
