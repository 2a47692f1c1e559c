package io.llmfailover.simulation;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.observe.Unmetered;
import io.llmfailover.provider.Provider;
import io.llmfailover.routing.StickyRule;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets a million generations, half of them failing, through the engine with its memory, stickiness
 * and metrics, and looks at what stays in the heap. No test: it is run with {@code mvn -Pmeasure
 * process-test-classes} and takes about a minute; {@code docs/performance.md} has the figures.
 */
final class HeapCheck {
  private static final int GENERATIONS = 1_000_000;
  private static final int EACH = 100_000;
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final double MOST_BYTES_EACH = 1.0;
  // Of eight generations two ask for a model nobody knows, one of them in vain.
  private static final int CYCLE = 8;
  private static final int UNKNOWN_IN_CYCLE = 2;

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final VirtualTime time = new VirtualTime();
  private final Storm storm = new Storm(20261122);
  private final Engine engine;
  private int answered;
  private int asked;

  private HeapCheck() {
    // Rests are short against the time between generations, so that links are called and not only
    // skipped; those for missing models last their hour.
    Settings settings =
        EngineFixture.withKeys(
                MapValues.of(
                    "llm.chain", "openai/gpt-4o, gemini/gemini-1.5-pro, together/c, anthropic/d",
                    "llm.cooldown", "1s",
                    "llm.cooldown.max", "2s",
                    "llm.cooldown.rate-limited", "1s",
                    "llm.cooldown.quota", "2s",
                    "llm.cooldown.auth", "2s",
                    "llm.sticky", "30s",
                    "llm.provider.gemini.dialect", "openai",
                    "llm.provider.anthropic.dialect", "openai"))
            .settings();
    CurrentSettings fixed = SimulatedGateway.fixed(settings);
    Provider provider = SimulatedGateway.provider(storm, time, settings, 1);
    engine =
        new EngineFixture(time, name -> provider)
            .configured(() -> settings)
            .remembering(new HealthBoard(fixed, time))
            .ordering(new StickyRule(time))
            .telling(Unmetered.listening(fixed))
            .engine();
  }

  /** Prints the figures; ends with 1 when the heap grows. */
  public static void main(String[] arguments) {
    LOG.setLevel(Level.OFF);
    double slope = new HeapCheck().run(System.out);
    System.exit(slope > MOST_BYTES_EACH ? 1 : 0);
  }

  private double run(PrintStream out) {
    // What is bounded fills up first, and the JIT settles.
    generations(2 * EACH);
    int points = GENERATIONS / EACH + 1;
    double[] used = new double[points];
    out.printf(Locale.ROOT, "%12s %14s %10s%n", "generations", "heap bytes", "answered");
    for (int point = 0; point < points; point++) {
      if (point == 0) {
        asked = 0;
        answered = 0;
      } else {
        generations(EACH);
      }
      used[point] = usedAfterCollection();
      out.printf(Locale.ROOT, "%12d %14.0f %10d%n", asked, used[point], answered);
    }
    double slope = slopeOf(used);
    out.printf(
        Locale.ROOT,
        "answered %.1f %%, provider calls %d, slope %.4f bytes per generation (most: %.1f)%n",
        100.0 * answered / asked,
        storm.calls(),
        slope,
        MOST_BYTES_EACH);
    return slope;
  }

  private void generations(int count) {
    for (int i = 0; i < count; i++) {
      storm.everybodyFails(asked % 2 == 1);
      CompletableFuture<Answer> generation = engine.generate("", prompt(asked++));
      time.pass(BETWEEN);
      for (Duration waited = BETWEEN; !generation.isDone(); waited = waited.plus(BETWEEN)) {
        // Some wait for a link that says it will be back in a second.
        if (waited.compareTo(DEADLINE) > 0) {
          throw new IllegalStateException("a generation hangs");
        }
        time.pass(BETWEEN);
      }
      answered += generation.isCompletedExceptionally() ? 0 : 1;
    }
  }

  private static Prompt prompt(int number) {
    Prompt.Builder prompt = Prompt.builder().user("Habari ya leo?");
    if (number % CYCLE < UNKNOWN_IN_CYCLE) {
      prompt.model((number % 2 == 0 ? "openai/" : "together/") + Storm.UNKNOWN + number);
    }
    return prompt.build();
  }

  private static double usedAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Least squares, in bytes per generation. */
  private static double slopeOf(double[] used) {
    double middle = (used.length - 1) / 2.0;
    double mean = 0;
    for (double one : used) {
      mean += one / used.length;
    }
    double together = 0;
    double spread = 0;
    for (int point = 0; point < used.length; point++) {
      together += (point - middle) * (used[point] - mean);
      spread += (point - middle) * (point - middle);
    }
    return together / spread / EACH;
  }
}
