package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WriterThreadsTest {
  @Test
  void runsMoreThanItHasThreadsForOneAfterTheOther() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(20);
    try (WriterThreads threads = new WriterThreads(2)) {
      CountDownLatch hold = new CountDownLatch(1);
      for (int i = 0; i < 20; i++) {
        threads.execute(
            () -> {
              awaitQuietly(hold);
              all.countDown();
            });
      }

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
  void dropsInSilenceWhatComesOnceClosed() {
    WriterThreads threads = new WriterThreads(1);
    AtomicBoolean ran = new AtomicBoolean();
    threads.close();

    threads.execute(() -> ran.set(true));

    assertThat(threads.threads()).isZero();
    assertThat(ran).isFalse();
  }

  private static void awaitQuietly(CountDownLatch hold) {
    try {
      hold.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
