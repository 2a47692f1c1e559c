package io.llmfailover.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies(0);

  @Test
  void knowsThePercentilesOfManyAnswers() {
    for (int millis = 1; millis <= 1000; millis++) {
      latencies.add(Duration.ofMillis(millis), 0);
    }

    assertThat(latencies.times().p50Millis()).isCloseTo(500, withinPercentage(3.5));
    assertThat(latencies.times().p95Millis()).isCloseTo(950, withinPercentage(3.5));
    assertThat(latencies.times().p99Millis()).isCloseTo(990, withinPercentage(3.5));
    assertThat(latencies.median().orElseThrow().toMillis())
        .isEqualTo(latencies.times().p50Millis());
    assertThat(latencies.p95().orElseThrow().toMillis()).isEqualTo(latencies.times().p95Millis());
  }

  @Property
  void keepsEveryLengthToAboutThreePercent(
      @ForAll @LongRange(min = 0, max = 33_000_000) long millis) {
    Latencies one = new Latencies(0);

    one.add(Duration.ofMillis(millis), 0);

    assertThat(one.times().p50Millis()).isCloseTo(millis, withinPercentage(3.2));
  }

  @Test
  void takesAbsurdLengthsForTheLongestItKnows() {
    latencies.add(Duration.ofDays(400), 0);
    latencies.add(Duration.ofMillis(-1), 0);

    assertThat(latencies.times().p99Millis()).isGreaterThan(Duration.ofHours(9).toMillis());
    assertThat(latencies.times().p50Millis()).isZero();
  }

  @Test
  void saysNothingWhileTooFewAreKnown() {
    for (int i = 0; i < 4; i++) {
      latencies.add(Duration.ofSeconds(1), 0);
    }
    boolean medianOfFour = latencies.median().isPresent();
    latencies.add(Duration.ofSeconds(1), 0);

    assertThat(medianOfFour).isFalse();
    assertThat(latencies.median()).isPresent();
    assertThat(latencies.p95()).isEmpty();
  }

  @Test
  void forgetsHowItWasTwoRoundsAgo() {
    fill(Duration.ofSeconds(30), 0);
    fill(Duration.ofSeconds(1), minutes(6));
    long mixed = latencies.times().p95Millis();

    fill(Duration.ofSeconds(1), minutes(12));

    assertThat(mixed).isGreaterThan(20_000);
    assertThat(latencies.times().p99Millis()).isLessThan(1_100);
  }

  @Test
  void keepsTheFewAnswersOfASeldomUsedLinkForLonger() {
    for (int minute = 0; minute < 50; minute++) {
      latencies.add(Duration.ofSeconds(1), minutes(minute));
    }

    assertThat(latencies.times().answers()).isEqualTo(50);
  }

  private void fill(Duration took, long at) {
    for (int i = 0; i < 200; i++) {
      latencies.add(took, at);
    }
  }

  private static long minutes(int minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}
