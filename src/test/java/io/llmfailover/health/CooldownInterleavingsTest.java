package io.llmfailover.health;

import io.llmfailover.FailureKind;
import io.llmfailover.config.HealthSettings;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the order in which threads get on, a {@link Cooldown} says what it would have said to
 * one thread alone. The checker makes the scenarios and tries the interleavings.
 */
class CooldownInterleavingsTest {
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
  private static final long NOW = Duration.ofSeconds(10).toNanos();

  /** What happens to a cooldown; all that happens does so at one moment, ten seconds on. */
  public abstract static class Happenings {
    final Cooldown cooldown = new Cooldown();

    final boolean admitted(String generation) {
      return cooldown.admit(generation, Duration.ofMinutes(2), NOW).isEmpty();
    }

    final Turn answered(String generation) {
      return cooldown.answered(generation, NOW);
    }

    final Turn failed(String generation, long now) {
      return cooldown.failed(generation, OVERLOADED, SETTINGS, now, now);
    }
  }

  /** Two generations want to probe, and one that does not comes in between. */
  public static class WhenTheRestIsOver extends Happenings {
    /** Fails until it rests, ten seconds ago. */
    public WhenTheRestIsOver() {
      failed("a", 0);
      failed("b", 0);
    }

    @Operation
    public boolean firstAsks() {
      return admitted("first");
    }

    @Operation
    public boolean secondAsks() {
      return admitted("second");
    }

    @Operation
    public Turn firstIsAnswered() {
      return answered("first");
    }

    @Operation
    public Turn secondFails() {
      return failed("second", NOW);
    }

    @Operation
    public void firstGivesBack() {
      cooldown.giveBack("first");
    }

    @Operation
    public Turn anEarlierCallIsAnswered() {
      return cooldown.answered("early", -1);
    }
  }

  /** It fails and answers at once. */
  public static class WhenOneMoreFailureMakesItRest extends Happenings {
    /** Has failed once. */
    public WhenOneMoreFailureMakesItRest() {
      failed("a", 0);
    }

    @Operation
    public Turn fails() {
      return failed("one", NOW);
    }

    @Operation
    public Turn isAnswered() {
      return answered("other");
    }

    @Operation
    public boolean isAsked() {
      return admitted("third");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {WhenTheRestIsOver.class, WhenOneMoreFailureMakesItRest.class})
  void saysInEveryInterleavingWhatItWouldSayInSomeOrder(Class<? extends Happenings> start) {
    new ModelCheckingOptions()
        .iterations(6)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(start);
  }
}
