package io.llmfailover.health;

import io.llmfailover.FailureKind;
import io.llmfailover.config.HealthSettings;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order in which threads get on, a {@link Cooldown} says what it would have said to
 * one thread alone. Starts where a rest has just ended; the checker tries the interleavings.
 */
@Param(name = "generation", gen = IntGen.class, conf = "1:3")
public class CooldownInterleavingsTest {
  private static final HealthSettings SETTINGS =
      new HealthSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          2,
          Duration.ofSeconds(20),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          5,
          0.5);
  private static final Sickness OVERLOADED =
      new Sickness(FailureKind.OVERLOADED, Duration.ofSeconds(10), true, true);
  private static final long OVER = Duration.ofSeconds(10).toNanos();

  private final Cooldown cooldown = new Cooldown();

  /** A cooldown whose rest is over. */
  public CooldownInterleavingsTest() {
    cooldown.failed("a", OVERLOADED, SETTINGS, 0, 0);
    cooldown.failed("b", OVERLOADED, SETTINGS, 0, 0);
  }

  @Operation
  public boolean admit(@Param(name = "generation") int generation) {
    return cooldown.admit("g" + generation, Duration.ofMinutes(2), OVER).isEmpty();
  }

  @Operation
  public boolean answered(@Param(name = "generation") int generation) {
    return cooldown.answered("g" + generation, OVER) == Turn.WELL;
  }

  @Operation
  public boolean answeredLate(@Param(name = "generation") int generation) {
    return cooldown.answered("g" + generation, -1) == Turn.WELL;
  }

  @Operation
  public boolean failed(@Param(name = "generation") int generation) {
    return cooldown.failed("g" + generation, OVERLOADED, SETTINGS, OVER, OVER) == Turn.RESTS;
  }

  @Operation
  public void giveBack(@Param(name = "generation") int generation) {
    cooldown.giveBack("g" + generation);
  }

  @Operation
  public boolean look() {
    return cooldown.look(OVER).filter(Rest::forbids).isEmpty();
  }

  @Test
  void saysTheSameInEveryInterleavingAsInSomeOrder() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .check(CooldownInterleavingsTest.class);
  }
}
