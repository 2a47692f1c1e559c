package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
  void takesNothingMoreOnceClosed() {
    WriterThreads threads = new WriterThreads(1);

    threads.close();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void awaitQuietly(CountDownLatch hold) {
    try {
      hold.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
