package io.llmfailover.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmfailover.config.HealthSettings;
import io.llmfailover.config.MapValues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FailureWindowTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static final HealthSettings SETTINGS = window("60s");
  private final FailureWindow window = new FailureWindow(0);

  private static HealthSettings window(String length) {
    return MapValues.of("llm.health.window", length).settings().health();
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    window.ended(true, SETTINGS, 0, 0);
    window.ended(false, SETTINGS, 30 * SECOND, 30 * SECOND);

    FailureWindow.Rate within = window.rate(SETTINGS, 59 * SECOND);
    FailureWindow.Rate beyond = window.rate(SETTINGS, 61 * SECOND);
    FailureWindow.Rate farBeyond = window.rate(SETTINGS, 10_000 * SECOND);

    assertThat(within.calls()).isEqualTo(2);
    assertThat(within.failureRate()).isEqualTo(0.5);
    assertThat(beyond.calls()).isEqualTo(1);
    assertThat(beyond.failures()).isZero();
    assertThat(farBeyond.calls()).isZero();
  }

  /** Each event is a pause in tenths of a second, an odd one a failure. */
  @Property
  void countsWhatASlowButPlainWindowCounts(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 300) Integer> events) {
    FailureWindow tried = new FailureWindow(0);
    Deque<Long> calls = new ArrayDeque<>();
    long now = 0;
    for (int pause : events) {
      now += pause * SECOND / 10;
      tried.ended(pause % 2 == 1, SETTINGS, now, now);
      calls.add(now);
    }

    FailureWindow.Rate rate = tried.rate(SETTINGS, now);

    long end = now;
    assertThat(rate.calls())
        .as("the oldest slice leaves as a whole")
        .isBetween(
            (int) calls.stream().filter(at -> end - at < 59 * SECOND).count(),
            (int) calls.stream().filter(at -> end - at <= 60 * SECOND).count());
    assertThat(rate.failures()).isBetween(0, rate.calls());
  }

  @Test
  void keepsWhatStillLiesWithinWhenTheWindowChanges() {
    for (int second = 0; second < 60; second++) {
      window.ended(true, SETTINGS, second * SECOND, second * SECOND);
    }

    int shorter = window.rate(window("10s"), 59 * SECOND).calls();
    int longer = window.rate(window("10m"), 59 * SECOND).calls();

    assertThat(shorter).isCloseTo(10, within(1));
    assertThat(longer).isEqualTo(shorter);
  }

  @Test
  void tellsOfAChangeOnce() {
    for (int i = 0; i < 4; i++) {
      window.ended(true, SETTINGS, 0, 0);
    }

    boolean first = window.ended(true, SETTINGS, 0, 0).changed();
    boolean second = window.ended(true, SETTINGS, 0, 0).changed();
    FailureWindow.Rate back = window.rate(SETTINGS, 61 * SECOND);

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(back.changed()).isTrue();
    assertThat(back.unhealthy()).isFalse();
    assertThat(window.spotless()).isTrue();
  }
}
