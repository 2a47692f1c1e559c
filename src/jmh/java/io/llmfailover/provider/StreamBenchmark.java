package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one chunk of a stream costs on its way to pieces: its bytes, one event of the sample, are
 * split into lines, parsed and read in their dialect. The stream begins anew when it is over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class StreamBenchmark {
  /** The dialect whose plain stream is read. */
  @Param({"openai", "anthropic", "gemini"})
  private String dialect;

  private List<byte[]> chunks;
  private Dialect spoken;
  private ProviderCall call;
  private SseReader events;
  private StreamReader reader;
  private int next;

  /** Cuts the sample into its events. */
  @Setup
  public void cut() {
    String sample =
        new String(
            HttpSample.bytes("/wire/" + dialect + "/stream-plain.sse"), StandardCharsets.UTF_8);
    chunks =
        List.of(sample.replace("\r", "").split("(?<=\n\n)")).stream()
            .map(event -> event.getBytes(StandardCharsets.UTF_8))
            .toList();
    spoken =
        switch (dialect) {
          case "openai" -> new OpenAiDialect();
          case "anthropic" -> new AnthropicDialect();
          default -> new GeminiDialect();
        };
    call = DialectCall.to(dialect, "model").asking(Prompt.of("Habari?"));
    begin();
  }

  private void begin() {
    events = new SseReader();
    reader = spoken.reader(call, 200);
    next = 0;
  }

  /** From bytes to events only. */
  @Benchmark
  public void split(Blackhole taken) {
    events.feed(ByteBuffer.wrap(chunks.get(next++)));
    while (events.next()) {
      taken.consume(events.data());
    }
    beginAnewAtEnd();
  }

  /** From bytes to pieces. */
  @Benchmark
  public void read(Blackhole taken) {
    Consumer<Piece> pieces = taken::consume;
    events.feed(ByteBuffer.wrap(chunks.get(next++)));
    while (events.next()) {
      if (events.data().startsWith("{")) {
        JsonNode data = WireJson.parse(events.data()).orElseThrow();
        reader.read(events.type(), data, pieces);
      } else {
        reader.done();
      }
    }
    beginAnewAtEnd();
  }

  private void beginAnewAtEnd() {
    if (next == chunks.size()) {
      begin();
    }
  }
}
