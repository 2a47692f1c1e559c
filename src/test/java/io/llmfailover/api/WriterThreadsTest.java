package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WriterThreadsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void runsMoreThanItHasThreadsForOneAfterTheOther() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(20);
    try (WriterThreads threads = new WriterThreads(2, LONG)) {
      CountDownLatch bothBusy = new CountDownLatch(2);
      CountDownLatch hold = new CountDownLatch(1);
      for (int i = 0; i < 20; i++) {
        threads.execute(
            () -> {
              bothBusy.countDown();
              awaitQuietly(hold);
              all.countDown();
            });
      }

      assertThat(bothBusy.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.threads()).isEqualTo(2);
      hold.countDown();

      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void startsNoThreadWithoutATask() {
    try (WriterThreads threads = new WriterThreads()) {
      assertThat(threads.threads()).isZero();
    }
  }

  @Test
  void hasAThreadForEachTaskThatBlocks() throws InterruptedException {
    int blocked = 50;
    CountDownLatch busy = new CountDownLatch(blocked);
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch past = new CountDownLatch(1);
    try (WriterThreads threads = new WriterThreads()) {
      for (int i = 0; i < blocked; i++) {
        threads.execute(
            () -> {
              busy.countDown();
              awaitQuietly(hold);
            });
      }
      threads.execute(past::countDown);

      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(past.await(20, TimeUnit.SECONDS)).isTrue();
      hold.countDown();
    }
  }

  /** The task is left behind by one that blocks: whoever took that one has to wake the next. */
  @Test
  void leavesNothingToAThreadThatBlocks() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch behind = new CountDownLatch(1);
    try (WriterThreads threads = new WriterThreads()) {
      CountDownLatch taken = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(1);
      threads.execute(
          () -> {
            taken.countDown();
            awaitQuietly(queued);
          });
      assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
      threads.execute(() -> awaitQuietly(hold));
      threads.execute(behind::countDown);
      queued.countDown();

      assertThat(behind.await(20, TimeUnit.SECONDS)).isTrue();
      hold.countDown();
    }
  }

  @Test
  void keepsOneThreadForTasksThatDoNotMeet() throws InterruptedException {
    Set<Thread> ran = ConcurrentHashMap.newKeySet();
    try (WriterThreads threads = new WriterThreads()) {
      for (int i = 0; i < 100; i++) {
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(
            () -> {
              ran.add(Thread.currentThread());
              done.countDown();
            });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      }
    }

    // The first may be on its way to rest when the next task comes.
    assertThat(ran).hasSizeLessThan(10);
  }

  @Test
  void losesNoTaskHoweverTheyMeet() throws InterruptedException {
    int each = 20_000;
    LongAdder ran = new LongAdder();
    CountDownLatch all = new CountDownLatch(3 * each);
    try (WriterThreads threads = new WriterThreads(4, Duration.ofNanos(1))) {
      Runnable senders =
          () -> {
            for (int i = 0; i < each; i++) {
              threads.execute(
                  () -> {
                    ran.increment();
                    all.countDown();
                  });
              if (i % 64 == 0) {
                Thread.yield();
              }
            }
          };
      List<Thread> sending = Stream.generate(() -> new Thread(senders)).limit(3).toList();
      sending.forEach(Thread::start);

      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.threads()).isLessThanOrEqualTo(4);
    }
    assertThat(ran.sum()).isEqualTo(3 * each);
  }

  @Test
  void letsThreadsGoThatHaveNothingToDo() throws InterruptedException {
    try (WriterThreads threads = new WriterThreads(2, Duration.ofNanos(1))) {
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(done::countDown);
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();

      while (threads.threads() > 0) {
        Thread.onSpinWait();
      }
      CountDownLatch again = new CountDownLatch(1);
      threads.execute(again::countDown);

      assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void livesOnAfterATaskThatThrows() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch after = new CountDownLatch(1);
    try (WriterThreads threads = new WriterThreads(1, LONG)) {
      threads.execute(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((where, what) -> told.countDown());
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a mistake");
          });
      threads.execute(after::countDown);

      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(after.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.threads()).isEqualTo(1);
    }
  }

  @Test
  void dropsInSilenceWhatComesOnceClosed() {
    WriterThreads threads = new WriterThreads(1, LONG);
    AtomicBoolean ran = new AtomicBoolean();
    threads.close();

    threads.execute(() -> ran.set(true));

    assertThat(threads.threads()).isZero();
    assertThat(ran).isFalse();
  }

  @Test
  void interruptsWhatBlocksWhenItIsClosed() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (WriterThreads threads = new WriterThreads()) {
      threads.execute(
          () -> {
            busy.countDown();
            awaitQuietly(new CountDownLatch(1));
            stopped.countDown();
          });
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch hold) {
    try {
      hold.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
