package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private final VirtualTime time = new VirtualTime();
  private final AtomicInteger silences = new AtomicInteger();
  private final SilenceWatch watch =
      new SilenceWatch(time, time, Duration.ofSeconds(10), silences::incrementAndGet);

  @Test
  void waitsForTheFirstSound() {
    time.pass(Duration.ofHours(1));

    assertThat(silences).hasValue(0);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void letsOneByteEachSecondPass() {
    for (int second = 0; second < 100; second++) {
      watch.heard();
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(silences).hasValue(0);
    assertThat(time.tasks()).isEqualTo(1);
  }

  @Test
  void noticesSilenceExactlyAtItsLimitAfterTheLastSound() {
    watch.heard();
    time.pass(Duration.ofSeconds(9));
    watch.heard();

    time.pass(Duration.ofMillis(9_999));
    int before = silences.get();
    time.pass(Duration.ofMillis(1));

    assertThat(before).isZero();
    assertThat(silences).hasValue(1);
  }

  @Test
  void keepsNothingInTheTimerOnceEnded() {
    watch.heard();

    watch.end();
    watch.heard();
    time.pass(Duration.ofMinutes(1));

    assertThat(silences).hasValue(0);
    assertThat(time.tasks()).isZero();
  }
}
