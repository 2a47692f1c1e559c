package io.llmfailover.simulation;

import com.sun.management.ThreadMXBean;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Surface;
import io.llmfailover.api.openai.ChatSurface;
import io.llmfailover.api.openai.OpenAiErrors;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.WallClock;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.observe.Unmetered;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.routing.OrderRule;
import io.llmfailover.routing.StickyRule;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what our own code costs for one whole generation, from the bytes of a chat completion
 * request to the bytes of its answer, over a transport that answers at once: request reader, engine
 * with gates, rules, memory and meters, dialect, judge and answer writer. Without network,
 * container and log; the processor's time of one thread, so that neighbours do little harm. Of long
 * texts {@link BodyCost} knows more. No test: it is run with {@code mvn -Pmeasure
 * process-test-classes -Dmeasured=WholeCost}; {@code docs/performance.md} has the figures.
 */
final class WholeCost {
  private static final int ROUNDS = 7;
  private static final int AT_ONCE = 10;
  private static final long WARM_NANOS = 400_000_000L;
  private static final long ROUND_NANOS = 100_000_000L;
  private static final long QUIET_MILLIS = 40;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final HttpHeaders HEADERS =
      HttpHeaders.of(Map.of("content-type", List.of("application/json")), (name, value) -> true);
  private static final WireAnswer OVERLOADED =
      wire(503, "{\"error\":{\"message\":\"The engine is currently overloaded\"}}");

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final Engine engine;
  private final LiveSettings live;
  private final Surface surface =
      new ChatSurface(new WallClock(Clock.systemUTC()), new OpenAiErrors());

  /** A gateway with this configuration over this transport. */
  WholeCost(Transport transport, String... keysAndValues) {
    MapValues values = EngineFixture.withKeys(MapValues.of(keysAndValues));
    values
        .set("llm.cooldown", "0s")
        .set("llm.health.failure-rate", "1")
        .set("llm.provider.local.url", "http://127.0.0.1:9/v1")
        .set("llm.provider.local.keyless", "true");
    live = new LiveSettings(() -> values);
    DaemonTimer timer = new DaemonTimer();
    HttpCaller caller =
        new HttpCaller(
            transport,
            new Dialects(List.of(new OpenAiDialect())),
            new FailureJudge(Clock.systemUTC()),
            timer,
            System::nanoTime,
            () -> live.get().generation().retryShare(),
            Runnable::run);
    HealthBoard health = new HealthBoard(live, System::nanoTime);
    engine =
        new EngineFixture(
                System::nanoTime, timer, Runnable::run, name -> call -> caller.ask(call, true))
            .configured(live::get)
            .remembering(health)
            .ordering(new OrderRule(health))
            .ordering(new StickyRule(System::nanoTime))
            .telling(Unmetered.listening(live))
            .engine();
  }

  /** Prints medians; with an argument only the cases whose name has it in it. */
  public static void main(String[] only) {
    LOG.setLevel(Level.OFF);
    byte[] small = request("Habari ya leo? Nieleze kwa ufupi hali ya hewa ya Nairobi.");
    WireAnswer usual = completion("Hali ya hewa ya Nairobi ni nzuri. ".repeat(10));
    for (int links : new int[] {1, 5, 20, 50}) {
      measure(only, "chain of " + links, small, new WholeCost(failing(0, usual), chain(links)));
    }
    for (int links : new int[] {10, 1000}) {
      WholeCost many = new WholeCost(failing(0, usual), chains(links));
      measure(only, links + " configured", small, many);
      measureRefresh(only, links + " configured, settings looked at", many.live);
    }
    for (int fail : new int[] {1, 2, 5, 10}) {
      WholeCost after = new WholeCost(failing(fail, usual), chain(fail + 1));
      measure(only, "answer after " + fail + " failed", small, after);
    }
    System.exit(0);
  }

  /** One generation, from the request's bytes to the answer's. */
  byte[] generate(byte[] request) {
    Asked asked = surface.read(request);
    return surface.answer(asked, engine.generate("", asked.prompt()).join()).whole();
  }

  private static void measure(String[] only, String what, byte[] request, WholeCost cost) {
    measure(only, what, () -> cost.generate(request).length);
  }

  private static void measureRefresh(String[] only, String what, LiveSettings live) {
    measure(
        only,
        what,
        () -> {
          live.refresh();
          return 1;
        });
  }

  /** One thing done; what it returns is looked at, so that nothing is left out. */
  interface Work {
    int run();
  }

  private static void measure(String[] only, String what, Work work) {
    if (only.length > 0 && !what.contains(only[0])) {
      return;
    }
    long sum = warm(work);
    double[] micros = new double[ROUNDS];
    double bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long cpu = THREADS.getCurrentThreadCpuTime();
      int done = 0;
      while (THREADS.getCurrentThreadCpuTime() - cpu < ROUND_NANOS) {
        for (int i = 0; i < AT_ONCE; i++) {
          sum += work.run();
          done++;
        }
      }
      micros[round] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1000.0 / done;
      bytes =
          (double) (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated)
              / done;
    }
    Arrays.sort(micros);
    PrintStream out = System.out;
    out.printf(
        Locale.ROOT,
        "%-40s %8.1f us (%.1f to %.1f), %8.1f KB allocated%s%n",
        what,
        micros[ROUNDS / 2],
        micros[0],
        micros[ROUNDS - 1],
        bytes / 1000,
        sum == 0 ? "?" : "");
  }

  /** Until the compiler has nothing to do any more, however busy the machine is. */
  static long warm(Work work) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long sum = 0;
    long compiled = -1;
    for (int quiet = 0; quiet < 2; ) {
      long cpu = THREADS.getCurrentThreadCpuTime();
      while (THREADS.getCurrentThreadCpuTime() - cpu < WARM_NANOS) {
        sum += work.run();
      }
      long now = compiler.getTotalCompilationTime();
      quiet = now - compiled < QUIET_MILLIS ? quiet + 1 : 0;
      compiled = now;
    }
    return sum;
  }

  /** The first {@code links} of the chain fail, then one answers. */
  private static Transport failing(int links, WireAnswer answer) {
    return (call, request) ->
        CompletableFuture.completedFuture(
            Integer.parseInt(call.link().name().model().substring(1)) < links
                ? OVERLOADED
                : answer);
  }

  private static String[] chain(int links) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < links; i++) {
      list.append(i == 0 ? "" : ", ").append("local/m").append(i);
    }
    return new String[] {"llm.chain", list.toString()};
  }

  /** So many links, each with a timeout of its own, in chains of ten. */
  private static String[] chains(int links) {
    String[] keysAndValues = new String[2 * (links / 10 + links)];
    int at = 0;
    for (int chain = 0; chain < links / 10; chain++) {
      StringBuilder list = new StringBuilder();
      for (int i = 10 * chain; i < 10 * chain + 10; i++) {
        list.append(i % 10 == 0 ? "" : ", ").append("local/m").append(i);
        keysAndValues[at++] = "llm.link.local/m" + i + ".timeout";
        keysAndValues[at++] = "30s";
      }
      keysAndValues[at++] = chain == 0 ? "llm.chain" : "llm.chain.c" + chain;
      keysAndValues[at++] = list.toString();
    }
    return keysAndValues;
  }

  /** A chat completion request; the text is escaped already. */
  static byte[] request(String text) {
    return ("{\"model\":\"auto\",\"messages\":[{\"role\":\"system\",\"content\":\"Jibu kwa"
            + " Kiswahili.\"},{\"role\":\"user\",\"content\":\""
            + text
            + "\"}],\"temperature\":0.7,\"max_tokens\":500}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The same for an answer. */
  static WireAnswer completion(String text) {
    return wire(
        200,
        "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion\","
            + "\"created\":1741569952,\"model\":\"gpt-4.1-2025-04-14\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + text
            + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":19,"
            + "\"completion_tokens\":10,\"total_tokens\":29,\"prompt_tokens_details\":{"
            + "\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{"
            + "\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
            + "\"rejected_prediction_tokens\":0}},\"service_tier\":\"default\"}");
  }

  private static WireAnswer wire(int status, String body) {
    return new WireAnswer(
        status, HEADERS, body.getBytes(StandardCharsets.UTF_8), WireAnswer.Ending.WHOLE);
  }
}
