package io.llmfailover.simulation;

import com.sun.management.ThreadMXBean;
import io.llmfailover.VirtualTime;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what one generation costs when there are more links: more that stand behind the one that
 * answers, more that are configured elsewhere, more that fail before it. In CPU time of this
 * process, without network, container and log. No test: it is run with {@code mvn -Pmeasure
 * process-test-classes -Dmeasured=ChainLength}; {@code docs/performance.md} has the figures.
 */
final class ChainLength {
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 15;
  private static final int EACH = 1_000;
  private static final int MOST_FAILING = 10;

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ChainLength() {}

  /** Prints medians, and how they compare with the first of their kind. */
  public static void main(String[] ignored) {
    LOG.setLevel(Level.OFF);
    Map<String, Gateway> longer = new LinkedHashMap<>();
    for (int links : new int[] {1, 5, 20, 50}) {
      longer.put("first of " + links + " healthy", new Gateway(links, 0, 0));
    }
    Map<String, Gateway> more = new LinkedHashMap<>();
    for (int configured : new int[] {10, 1_000}) {
      more.put("one link, " + configured + " configured", new Gateway(1, 0, configured - 1));
    }
    Map<String, Gateway> failing = new LinkedHashMap<>();
    for (int fail = 1; fail <= MOST_FAILING; fail++) {
      failing.put(fail + " fail, the next answers", new Gateway(fail + 1, fail, 0));
    }
    List<Gateway> all = new ArrayList<>(longer.values());
    all.addAll(more.values());
    all.addAll(failing.values());
    // In turn, so that what else the machine does meets all of them alike.
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Gateway gateway : all) {
        gateway.measure(round);
      }
    }
    double one = all.get(0).median();
    longer.forEach((what, gateway) -> gateway.print(what, one));
    double ten = more.values().iterator().next().median();
    more.forEach((what, gateway) -> gateway.print(what, ten));
    // Against as many generations of one link each as there are calls.
    failing.forEach((what, gateway) -> gateway.print(what, one * gateway.calls));
  }

  /** A chain of links of which the first ones fail, and links of other chains besides. */
  private static final class Gateway {
    private final VirtualTime time = new VirtualTime();
    private final SimulatedGateway gateway;
    private final int calls;
    private final double[] micros = new double[ROUNDS];
    private long bytes;

    Gateway(int links, int failing, int elsewhere) {
      calls = failing + 1;
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

    /** Takes one round; those below zero only warm up. */
    void measure(int round) {
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long start = THREADS.getCurrentThreadCpuTime();
      generations();
      long spent = THREADS.getCurrentThreadCpuTime() - start;
      if (round >= 0) {
        micros[round] = spent / 1000.0 / EACH;
        bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
      }
    }

    double median() {
      Arrays.sort(micros);
      return micros[ROUNDS / 2];
    }

    void print(String what, double beside) {
      PrintStream out = System.out;
      out.printf(
          Locale.ROOT,
          "%-32s %7.2f us CPU (%.2f to %.2f), %,9d bytes, ratio %.2f%n",
          what,
          median(),
          micros[0],
          micros[ROUNDS - 1],
          bytes / EACH,
          median() / beside);
    }

    private void generations() {
      for (int i = 0; i < EACH; i++) {
        gateway.ask().join();
        time.pass(Duration.ofMillis(1));
      }
    }
  }
}
