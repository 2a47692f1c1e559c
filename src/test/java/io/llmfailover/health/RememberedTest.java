package io.llmfailover.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.health.Remembered.Worth;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final Remembered<String, Remembered.Entry> names =
      new Remembered<>(10, () -> Set.of("configured"), 0);

  private void remember(String name, Worth worth, long now) {
    names.get(name, () -> at -> worth, now);
  }

  @Test
  void forgetsATenthWhenThereAreTooManyThoseWorthLeastFirst() {
    remember("configured", Worth.NOTHING, 0);
    remember("drained", Worth.MUCH, 1);
    remember("resting", Worth.SOMETHING, 2);
    for (int i = 0; i < 8; i++) {
      remember("well-" + i, Worth.NOTHING, 3 + i);
    }

    assertThat(names.size()).isEqualTo(9);
    assertThat(names.find("configured")).isPresent();
    assertThat(names.find("drained")).isPresent();
    assertThat(names.find("resting")).isPresent();
    assertThat(names.find("well-0")).isEmpty();
    assertThat(names.find("well-1")).isEmpty();
    assertThat(names.find("well-7")).isPresent();
  }

  @Test
  void forgetsTheOneUsedLongestAgoNotTheOneMadeFirst() {
    for (int i = 0; i < 10; i++) {
      remember("well-" + i, Worth.NOTHING, i);
    }
    remember("well-0", Worth.NOTHING, 20);

    remember("new", Worth.NOTHING, 21);

    assertThat(names.find("well-0")).isPresent();
    assertThat(names.find("well-1")).isEmpty();
    assertThat(names.find("new")).isPresent();
  }

  @Test
  void forgetsInTimeWhatIsWorthNothingAlthoughThereIsRoom() {
    remember("well", Worth.NOTHING, 0);
    remember("resting", Worth.SOMETHING, 0);

    remember("new", Worth.NOTHING, Duration.ofHours(7).toNanos());

    assertThat(names.find("well")).isEmpty();
    assertThat(names.find("resting")).isPresent();
  }

  @Test
  void staysWithinItsLimitWhenManyAddAtOnce() throws Exception {
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int thread = 0; thread < threads; thread++) {
      int own = thread;
      pool.execute(
          () -> {
            try {
              start.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
              return;
            }
            for (int i = 0; i < 2_000; i++) {
              remember(own + "-" + i, i % 2 == 0 ? Worth.NOTHING : Worth.SOMETHING, i);
            }
          });
    }

    start.countDown();
    pool.shutdown();

    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(names.size()).isLessThanOrEqualTo(10);
  }
}
