package io.llmfailover.api;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.api.openai.ChatSurface;
import io.llmfailover.api.openai.OpenAiErrors;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.WallClock;
import io.llmfailover.provider.BodyFlow;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what one chunk of a stream costs between the transport and the response: chunks fed by
 * hand through engine, dialect and surface, on the module's own threads, into a response that takes
 * everything. Each chunk is flushed before its stream gets the next one. No test; {@code
 * docs/performance.md} has the figures.
 */
final class ChunkCost {
  private static final int ROUNDS = 7;
  private static final int STREAMS = 100;
  private static final int CHUNKS = 200;

  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private static final byte[] REQUEST =
      "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}"
          .getBytes(StandardCharsets.UTF_8);

  private final ConcurrentLinkedQueue<Upstream> begun = new ConcurrentLinkedQueue<>();
  private final DaemonTimer timer = new DaemonTimer();
  private final ExecutorService walkers = Executors.newFixedThreadPool(4);
  private final WriterThreads writers = new WriterThreads();
  private final Semaphore flushed = new Semaphore(0);
  private final Surface surface =
      new ChatSurface(new WallClock(Clock.systemUTC()), new OpenAiErrors());
  private final Engine engine;
  private final int atOnce;

  private ChunkCost(int atOnce) {
    this.atOnce = atOnce;
    HttpCaller caller =
        new HttpCaller(
            new HandFedTransport(),
            new Dialects(List.of(new OpenAiDialect())),
            new FailureJudge(Clock.systemUTC()),
            timer,
            System::nanoTime,
            () -> 1,
            walkers);
    engine =
        new EngineFixture(System::nanoTime, timer, walkers, name -> call -> caller.ask(call, false))
            .configured("llm.chain", "openai/gpt-4o", "llm.idle-timeout", "60s")
            .engine();
  }

  /** Prints medians. */
  public static void main(String[] ignored) throws Exception {
    LOG.setLevel(Level.OFF);
    PrintStream out = System.out;
    for (int atOnce : new int[] {1, 8, 64}) {
      new ChunkCost(atOnce).measure(out);
    }
    System.exit(0);
  }

  private void measure(PrintStream out) throws InterruptedException {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] wall = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    double[] bytes = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long busy = machine.getProcessCpuTime();
      long allocated = allocated();
      long chunks = 0;
      for (int done = 0; done < STREAMS; done += atOnce) {
        chunks += streams();
      }
      if (round >= 0) {
        wall[round] = (System.nanoTime() - start) / 1000.0 / chunks;
        cpu[round] = (machine.getProcessCpuTime() - busy) / 1000.0 / chunks;
        bytes[round] = (double) (allocated() - allocated) / chunks;
      }
    }
    out.printf(
        Locale.ROOT,
        "%3d at once: CPU %5.1f us a chunk (least %.1f), wall %5.1f us, %,.0f bytes allocated%n",
        atOnce,
        median(cpu),
        cpu[0],
        median(wall),
        median(bytes));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Threads of the pools live as long as the measurement. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(one -> one > 0)
        .sum();
  }

  private long streams() throws InterruptedException {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      Asked asked = surface.read(REQUEST);
      Prompt prompt = asked.prompt();
      String id = engine.newId();
      EventPump pump =
          new EventPump(new Taking(), writers, timer, System::nanoTime, Streams.PATIENCE);
      StreamedAnswer answer =
          new StreamedAnswer(id, surface.stream(asked, id), pump, timer, writers, failure -> {});
      answer.begin(
          sink -> {
            CompletableFuture<Answer> whole = engine.stream(id, "", prompt, sink);
            answers.add(whole);
            return whole;
          });
    }
    List<Upstream> streams = new ArrayList<>();
    while (streams.size() < atOnce) {
      Upstream one = begun.poll();
      if (one != null) {
        streams.add(one);
      }
    }
    streams.forEach(one -> one.into.begins(200, Upstream.HEADERS));
    streams.forEach(one -> one.say(Upstream.ROLE));
    streams.forEach(one -> one.say(Upstream.WORD));
    // The first words leave with headers and role, together or not.
    flushed.acquire(streams.size());
    for (int chunk = 1; chunk < CHUNKS; chunk++) {
      streams.forEach(one -> one.say(Upstream.WORD));
      flushed.acquire(streams.size());
    }
    streams.forEach(one -> one.say(Upstream.LAST));
    streams.forEach(one -> one.say(Upstream.DONE));
    streams.forEach(Upstream::end);
    answers.forEach(CompletableFuture::join);
    flushed.drainPermits();
    return (long) CHUNKS * atOnce;
  }

  /** Calls wait until they are fed. */
  private final class HandFedTransport implements Transport {
    @Override
    public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
      throw new AssertionError("a stream is asked for");
    }

    @Override
    public CompletionStage<WireAnswer> stream(
        ProviderCall call, WireRequest request, BodyFlow into) {
      Upstream one = new Upstream(into);
      begun.add(one);
      return one.over;
    }
  }

  /** The answer to one call. */
  private static final class Upstream {
    static final HttpHeaders HEADERS =
        HttpHeaders.of(Map.of("content-type", List.of("text/event-stream")), (n, v) -> true);
    static final byte[] ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    static final byte[] WORD = event("{\"content\":\" habari\"}", "null");
    static final byte[] LAST = event("{}", "\"stop\"");
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    final CompletableFuture<WireAnswer> over = new CompletableFuture<>();
    final BodyFlow into;

    Upstream(BodyFlow into) {
      this.into = into;
    }

    private static byte[] event(String delta, String finish) {
      return ("data: {\"id\":\"chatcmpl-CdEfGhIjKlMnOpQrStUvWxYz01234\",\"object\":"
              + "\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"gpt-4o-2024-08-06\","
              + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_5598e1efc0\","
              + "\"choices\":[{\"index\":0,\"delta\":"
              + delta
              + ",\"logprobs\":null,\"finish_reason\":"
              + finish
              + "}],\"usage\":null}\n\n")
          .getBytes(StandardCharsets.UTF_8);
    }

    void say(byte[] event) {
      CompletionStage<?> read = into.chunk(ByteBuffer.wrap(event.clone()));
      read.toCompletableFuture().join();
    }

    void end() {
      over.complete(new WireAnswer(200, HEADERS, new byte[0], WireAnswer.Ending.WHOLE));
    }
  }

  /** Takes everything at once. */
  private final class Taking implements EventOutlet {
    private int written;

    @Override
    public void open(Map<String, String> headers) {}

    @Override
    public void write(byte[] bytes, int from, int length) {
      written += length;
    }

    @Override
    public void flush() {
      if (written > 0) {
        flushed.release();
      }
    }

    @Override
    public void end() {}
  }
}
