package io.llmfailover.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmfailover.Answer;
import io.llmfailover.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageSimulationTest {
  private static final int GENERATIONS = 100_000;
  private static final int PER_SECOND = 50;
  private static final List<String> LINKS = List.of("openai/a", "openai/b", "openai/c", "openai/d");

  // Held, so that its level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final VirtualTime time = new VirtualTime();

  @BeforeAll
  static void halfAMillionFailuresAreNoNewsHere() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({"2, 91.0", "3, 97.3", "4, 99.19"})
  void succeedsAsOftenAsIndependentLinksAllow(int links, double percent) {
    Weather weather = new Weather(time, 42 + links);
    LINKS.forEach(link -> weather.failing(link, 0.3));
    SimulatedGateway gateway =
        SimulatedGateway.in(
            weather,
            time,
            0,
            withoutMemory("llm.chain", String.join(",", LINKS.subList(0, links))));

    double succeeded = successPercent(gateway);

    assertThat(succeeded).isCloseTo(percent, within(0.15));
  }

  @Test
  void oneRetryOnEachOfThreeLinksSucceedsThreeNines() {
    Weather weather = new Weather(time, 7);
    LINKS.forEach(link -> weather.failing(link, 0.3));
    SimulatedGateway gateway =
        SimulatedGateway.in(
            weather, time, 1, withoutMemory("llm.chain", String.join(",", LINKS.subList(0, 3))));

    double succeeded = successPercent(gateway);

    assertThat(succeeded).isGreaterThanOrEqualTo(99.9);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void oneDeadLinkOfThreeIsNotNoticed(int dead) {
    Weather weather = new Weather(time, 11).taking(Duration.ofMillis(200));
    weather.failing(LINKS.get(dead), 1);
    SimulatedGateway gateway =
        SimulatedGateway.in(weather, time, 1, "llm.chain", String.join(",", LINKS.subList(0, 3)));

    Traffic traffic = new Traffic(gateway, time).run(Duration.ofMinutes(10));

    assertThat(traffic.generations()).isGreaterThanOrEqualTo(20_000);
    assertThat(traffic.successPercent()).isGreaterThanOrEqualTo(99.99);
  }

  @Test
  void aTotalOutageCostsLittleMoreThanOneCallForEachGeneration() {
    Weather weather = new Weather(time, 13).taking(Duration.ofMillis(50)).overloaded();
    LINKS.forEach(link -> weather.failing(link, 1));
    SimulatedGateway gateway =
        SimulatedGateway.in(weather, time, 1, "llm.chain", String.join(",", LINKS.subList(0, 3)));

    Traffic traffic = new Traffic(gateway, time).run(Duration.ofSeconds(60));

    assertThat(traffic.successPercent()).isZero();
    assertThat((double) weather.calls() / traffic.generations()).isLessThanOrEqualTo(1.2);
  }

  @Test
  void isBackOnThePrimarySoonAfterAnOutageAndWithoutABurst() {
    Weather weather = new Weather(time, 17).taking(Duration.ofMillis(100)).overloaded();
    SimulatedGateway gateway =
        SimulatedGateway.in(weather, time, 1, "llm.chain", String.join(",", LINKS.subList(0, 3)));
    Traffic traffic = new Traffic(gateway, time);
    String primary = LINKS.get(0);

    traffic.run(Duration.ofSeconds(60));
    weather.failing(primary, 1);
    Traffic during = new Traffic(gateway, time).run(Duration.ofSeconds(60));
    weather.failing(primary, 0);
    new Traffic(gateway, time).run(Duration.ofSeconds(30));
    Traffic after = new Traffic(gateway, time).run(Duration.ofSeconds(60));

    assertThat(during.successPercent()).isEqualTo(100);
    assertThat(after.answeredBy(primary)).as("share of the primary").isEqualTo(1.0);
    for (long second = 120; second < 210; second++) {
      assertThat(weather.callsIn(primary, second))
          .as("calls of the primary in second " + second)
          .isLessThanOrEqualTo(PER_SECOND * 3 / 2);
    }
  }

  private static String[] withoutMemory(String... keysAndValues) {
    List<String> all = new ArrayList<>(List.of(keysAndValues));
    all.addAll(List.of("llm.cooldown", "0s", "llm.health.failure-rate", "1"));
    return all.toArray(String[]::new);
  }

  private double successPercent(SimulatedGateway gateway) {
    int succeeded = 0;
    for (int i = 0; i < GENERATIONS; i++) {
      succeeded += gateway.ask().isCompletedExceptionally() ? 0 : 1;
      time.pass(Duration.ofMillis(1));
    }
    return 100.0 * succeeded / GENERATIONS;
  }

  /** Steady traffic on virtual time. */
  private static final class Traffic {
    private final SimulatedGateway gateway;
    private final VirtualTime time;
    private final List<CompletableFuture<Answer>> asked = new ArrayList<>();

    private Traffic(SimulatedGateway gateway, VirtualTime time) {
      this.gateway = gateway;
      this.time = time;
    }

    private Traffic run(Duration span) {
      long rounds = span.toMillis() * PER_SECOND / 1000;
      for (long i = 0; i < rounds; i++) {
        asked.add(gateway.ask());
        time.pass(Duration.ofMillis(1000 / PER_SECOND));
      }
      return this;
    }

    private int generations() {
      return asked.size();
    }

    private double successPercent() {
      long ended = asked.stream().filter(CompletableFuture::isDone).count();
      long good =
          asked.stream().filter(one -> one.isDone() && !one.isCompletedExceptionally()).count();
      return 100.0 * good / ended;
    }

    private double answeredBy(String link) {
      List<CompletableFuture<Answer>> done =
          asked.stream().filter(CompletableFuture::isDone).toList();
      return (double) done.stream().filter(one -> one.join().link().equals(link)).count()
          / done.size();
    }
  }
}
