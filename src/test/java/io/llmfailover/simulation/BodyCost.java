package io.llmfailover.simulation;

import com.sun.management.ThreadMXBean;
import io.llmfailover.provider.WireAnswer;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what long texts cost in our own code: a megabyte on its way from the bytes of a caller's
 * request to those of a link's, and one from the bytes of a link's answer to those of a caller's.
 * As {@link WholeCost}, without network and container, in the processor's time of one thread. No
 * test: it is run with {@code mvn -Pmeasure process-test-classes -Dmeasured=BodyCost}.
 */
final class BodyCost {
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 100_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  /** What people and programs write, as it stands in JSON. */
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.of(
              "prose",
              "Hali ya hewa ya Nairobi ni nzuri leo asubuhi, na mvua inatarajiwa kunyesha jioni."
                  + " Je, tuende sokoni kabla ya mvua?\\n",
              "code",
              "  if (\\\"nzuri\\\".equals(hali)) {\\n    out.println(\\\"Nenda!\\\");\\n  }\\n",
              "typeset",
              "\u201cHali ya hewa ni nzuri leo asubuhi,\u201d alisema \u2013 na mvua haitanyesha kabla ya"
                  + " jioni. Tuende sokoni sasa, caf\u00e9 itafungwa mapema.\\n",
              "Amharic",
              "\u1230\u120b\u121d \u1208\u12d3\u1208\u121d \u12ed\u1201\u1295\u1362\\n",
              "Base64",
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"));

  private BodyCost() {}

  /** Prints medians; with an argument only the cases whose name has it in it. */
  public static void main(String[] only) {
    LOG.setLevel(Level.OFF);
    byte[] small = WholeCost.request("Habari ya leo?");
    WireAnswer usual = WholeCost.completion("Nzuri sana.");
    for (Map.Entry<String, String> text : TEXTS.entrySet()) {
      for (int size : new int[] {100_000, 1_000_000}) {
        byte[] large = WholeCost.request(repeated(text.getValue(), size));
        measure(only, "request", text.getKey(), large.length, answering(usual), large);
      }
      WireAnswer large = WholeCost.completion(repeated(text.getValue(), 1_000_000));
      measure(only, "answer", text.getKey(), large.body().length, answering(large), small);
    }
    System.exit(0);
  }

  private static WholeCost answering(WireAnswer answer) {
    return new WholeCost(
        (call, request) -> CompletableFuture.completedFuture(answer), "llm.chain", "local/m0");
  }

  private static String repeated(String text, int bytes) {
    return text.repeat(bytes / text.getBytes(StandardCharsets.UTF_8).length);
  }

  private static void measure(
      String[] only, String what, String text, int size, WholeCost gateway, byte[] request) {
    String name = what + " of " + (size + 500) / 1000 + " KB of " + text;
    if (only.length > 0 && !name.contains(only[0])) {
      return;
    }
    long sum = WholeCost.warm(() -> gateway.generate(request).length);
    double[] millis = new double[ROUNDS];
    double bytes = 0;
    long self = Thread.currentThread().getId();
    for (int round = 0; round < ROUNDS; round++) {
      long allocated = THREADS.getThreadAllocatedBytes(self);
      long cpu = THREADS.getCurrentThreadCpuTime();
      int done = 0;
      while (THREADS.getCurrentThreadCpuTime() - cpu < ROUND_NANOS) {
        sum += gateway.generate(request).length;
        done++;
      }
      double megabytes = done * (size / 1e6);
      millis[round] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / megabytes;
      bytes = (THREADS.getThreadAllocatedBytes(self) - allocated) / 1e6 / megabytes;
    }
    Arrays.sort(millis);
    PrintStream out = System.out;
    out.printf(
        Locale.ROOT,
        "%-32s %6.2f ms per MB (%.2f to %.2f), %5.1f MB allocated per MB%s%n",
        name,
        millis[ROUNDS / 2],
        millis[0],
        millis[ROUNDS - 1],
        bytes,
        sum == 0 ? "?" : "");
  }
}
