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

/**
 * Measures what one generation costs in this process: engine, judge, dialect and memory, without
 * network, container and log. No test: it is run with {@code mvn -Pmeasure process-test-classes
 * -Dmeasured=CallCost}; {@code docs/performance.md} has the figures.
 */
final class CallCost {
  private static final int ROUNDS = 9;
  private static final int EACH = 100_000;

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private CallCost() {}

  /** Prints medians. */
  public static void main(String[] ignored) {
    LOG.setLevel(Level.OFF);
    PrintStream out = System.out;
    measure(out, "one healthy link", "openai/a", 0);
    measure(out, "first of seven links healthy", "openai/a,b/b,c/c,d/d,e/e,f/f,g/g", 0);
    measure(out, "first link fails, second answers", "openai/a,openai/b", 1);
  }

  private static void measure(PrintStream out, String what, String chain, int failing) {
    VirtualTime time = new VirtualTime();
    Weather weather = new Weather(time, 1).overloaded();
    if (failing == 1) {
      weather.failing("openai/a", 1);
    }
    SimulatedGateway gateway = SimulatedGateway.in(weather, time, 0, settings(chain));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    double[] micros = new double[ROUNDS];
    long bytes = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long allocated = threads.getThreadAllocatedBytes(self);
      long start = System.nanoTime();
      for (int i = 0; i < EACH; i++) {
        gateway.ask().join();
        time.pass(Duration.ofMillis(1));
      }
      if (round >= 0) {
        micros[round] = (System.nanoTime() - start) / 1000.0 / EACH;
        bytes = (threads.getThreadAllocatedBytes(self) - allocated) / EACH;
      }
    }
    Arrays.sort(micros);
    out.printf(
        Locale.ROOT,
        "%-34s %6.1f us (%.1f to %.1f), %,d bytes allocated%n",
        what,
        micros[ROUNDS / 2],
        micros[0],
        micros[ROUNDS - 1],
        bytes);
  }

  private static String[] settings(String chain) {
    return new String[] {
      "llm.chain", chain,
      "llm.cooldown", "0s",
      "llm.health.failure-rate", "1",
      "llm.provider.b.url", "http://127.0.0.1:9/v1",
      "llm.provider.c.url", "http://127.0.0.1:9/v1",
      "llm.provider.d.url", "http://127.0.0.1:9/v1",
      "llm.provider.e.url", "http://127.0.0.1:9/v1",
      "llm.provider.f.url", "http://127.0.0.1:9/v1",
      "llm.provider.g.url", "http://127.0.0.1:9/v1"
    };
  }
}
