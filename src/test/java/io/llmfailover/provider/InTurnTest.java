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

  @Test
  void givesTheTurnToOneThreadAlone() {
    InTurn inTurn = new InTurn(Runnable::run);

    boolean first = inTurn.tryEnter();
    boolean second = inTurn.tryEnter();
    inTurn.leave();
    boolean third = inTurn.tryEnter();

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(third).isTrue();
  }

  @Test
  void runsOnTheExecutorWhatWasGivenDuringATurn() {
    List<Runnable> threads = new ArrayList<>();
    InTurn inTurn = new InTurn(threads::add);
    List<String> ran = new ArrayList<>();
    inTurn.tryEnter();
    inTurn.execute(() -> ran.add("given"));
    inTurn.next(() -> ran.add("next"));
    int early = threads.size();

    inTurn.leave();
    boolean free = inTurn.tryEnter();
    threads.forEach(Runnable::run);

    assertThat(early).isZero();
    assertThat(free).as("before what waits").isFalse();
    assertThat(threads).hasSize(1);
    assertThat(ran).containsExactly("next", "given");
    assertThat(inTurn.tryEnter()).isTrue();
  }

  @Test
  void letsNoTaskRunBesideATurn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    InTurn inTurn = new InTurn(threads);
    // Not thread-safe: two at a time would lose some.
    List<Integer> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(TASKS);

    for (int giver = 0; giver < 2; giver++) {
      threads.execute(
          () -> {
            for (int task = 0; task < TASKS / 2; task++) {
              int number = task;
              if (inTurn.tryEnter()) {
                ran.add(number);
                inTurn.leave();
                all.countDown();
              } else {
                inTurn.execute(
                    () -> {
                      ran.add(number);
                      all.countDown();
                    });
              }
            }
          });
    }

    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasSize(TASKS);
    threads.shutdown();
  }
}
