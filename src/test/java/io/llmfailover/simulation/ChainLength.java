package io.llmfailover.simulation;

import com.sun.management.ThreadMXBean;
import io.llmfailover.VirtualTime;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what one generation costs when there are more links: more that stand behind the one that
 * answers, more that are configured elsewhere, more that fail before it. In this process, without
 * network, container and log, as {@link CallCost}. No test: it is run with {@code mvn -Pmeasure
 * process-test-classes -Dmeasured=ChainLength}; {@code docs/performance.md} has the figures.
 */
final class ChainLength {
  private static final int ROUNDS = 7;
  private static final int EACH = 20_000;
  private static final int MOST_FAILING = 10;

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private ChainLength() {}

  /** Prints medians, and how they compare with the first of their kind. */
  public static void main(String[] ignored) {
    LOG.setLevel(Level.OFF);
    PrintStream out = System.out;
    Gateway single = new Gateway(1, 0, 0);
    single.warmUp();
    double one = 0;
    for (int links : new int[] {1, 5, 20, 50}) {
      Cost cost = new Gateway(links, 0, 0).cost();
      one = links == 1 ? cost.micros() : one;
      cost.print(out, "first of " + links + " healthy", cost.micros() / one);
    }
    double ten = 0;
    for (int configured : new int[] {10, 1_000}) {
      Cost cost = new Gateway(1, 0, configured - 1).cost();
      ten = configured == 10 ? cost.micros() : ten;
      cost.print(out, "one link, " + configured + " configured", cost.micros() / ten);
    }
    for (int failing = 1; failing <= MOST_FAILING; failing++) {
      Cost cost = new Gateway(failing + 1, failing, 0).cost();
      // Against as many generations of one link each as this one makes calls.
      cost.print(out, failing + " fail, the next answers", cost.micros() / one / (failing + 1));
    }
  }

  /** One generation's. */
  private record Cost(double micros, double least, double most, long bytes) {
    void print(PrintStream out, String what, double ratio) {
      out.printf(
          Locale.ROOT,
          "%-32s %7.2f us (%.2f to %.2f), %,9d bytes, ratio %.2f%n",
          what,
          micros,
          least,
          most,
          bytes,
          ratio);
    }
  }

  /** A chain of links of which the first ones fail, and links of other chains besides. */
  private static final class Gateway {
    private final VirtualTime time = new VirtualTime();
    private final SimulatedGateway gateway;

    Gateway(int links, int failing, int elsewhere) {
      Weather weather = new Weather(time, 1).overloaded();
      for (int link = 0; link < failing; link++) {
        weather.failing("openai/link-" + link, 1);
      }
      gateway = SimulatedGateway.in(weather, time, 0, settings(links, elsewhere));
    }

    private static String[] settings(int links, int elsewhere) {
      return new String[] {
        "llm.chain",
        named("link-", links),
        "llm.chain.elsewhere",
        named("other-", Math.max(1, elsewhere)),
        "llm.cooldown",
        "0s",
        "llm.health.failure-rate",
        "1"
      };
    }

    private static String named(String model, int links) {
      return IntStream.range(0, links)
          .mapToObj(number -> "openai/" + model + number)
          .collect(Collectors.joining(","));
    }

    void warmUp() {
      for (int round = 0; round < ROUNDS; round++) {
        generations();
      }
    }

    Cost cost() {
      warmUp();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long self = Thread.currentThread().getId();
      double[] micros = new double[ROUNDS];
      long bytes = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long allocated = threads.getThreadAllocatedBytes(self);
        long start = System.nanoTime();
        generations();
        micros[round] = (System.nanoTime() - start) / 1000.0 / EACH;
        bytes = (threads.getThreadAllocatedBytes(self) - allocated) / EACH;
      }
      Arrays.sort(micros);
      return new Cost(micros[ROUNDS / 2], micros[0], micros[ROUNDS - 1], bytes);
    }

    private void generations() {
      for (int i = 0; i < EACH; i++) {
        gateway.ask().join();
        time.pass(Duration.ofMillis(1));
      }
    }
  }
}
