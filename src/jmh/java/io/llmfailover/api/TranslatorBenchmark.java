package io.llmfailover.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.economy.Caller;
import io.llmfailover.economy.LoopbackGateway;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.Dialect;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.WireJson;
import io.llmfailover.provider.WireRequest;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.upstream.WireSample;
import java.util.concurrent.TimeUnit;
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

/**
 * What translating costs: a request of about a kilobyte from each caller's API to each provider's
 * dialect, and a plain answer the other way.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class TranslatorBenchmark {
  /** For JMH. */
  public TranslatorBenchmark() {}

  /** One caller, and what one provider answered. */
  @State(Scope.Benchmark)
  public static class Pair {
    /** Whose API the caller speaks. */
    @Param private Caller caller;

    /** Whose dialect the link speaks. */
    @Param({"openai", "gemini", "anthropic"})
    private String provider;

    private Surface surface;
    private byte[] body;
    private Asked asked;
    private Answer answer;
    private Dialect dialect;

    /** Has the answer given once, over a connection. */
    @Setup
    public void ask() throws Exception {
      try (LoopbackGateway gateway = new LoopbackGateway(provider + "/model")) {
        SampleRequest request = caller.sample(gateway.settings());
        surface = request.surface();
        body = request.body();
        asked = surface.read(body);
        answer = gateway.answer(asked.prompt());
      }
      dialect = dialect(provider);
    }
  }

  /** What one provider said. */
  @State(Scope.Benchmark)
  public static class Said {
    /** Whose dialect the link speaks. */
    @Param({"openai", "gemini", "anthropic"})
    private String provider;

    private Dialect dialect;
    private ProviderCall call;
    private JsonNode body;

    /** Parses the sample. */
    @Setup
    public void parse() {
      dialect = dialect(provider);
      call = DialectCall.to(provider, "model").asking(Prompt.of("Habari?"));
      body = WireJson.parse(WireSample.of(provider + "/ok-plain.json").text()).orElseThrow();
    }
  }

  private static Dialect dialect(String provider) {
    return switch (provider) {
      case "openai" -> new OpenAiDialect();
      case "gemini" -> new GeminiDialect();
      default -> new AnthropicDialect();
    };
  }

  /** The caller's bytes to the body for the link. */
  @Benchmark
  public WireRequest request(Pair pair) {
    // Read anew each time: a surface may hand its own tree on to be written over.
    Asked asked = pair.surface.read(pair.body);
    return pair.dialect.write(DialectCall.to(pair.provider, "model").asking(asked.prompt()));
  }

  /** The link's parsed answer to a reply. */
  @Benchmark
  public Reply reply(Said said) {
    return said.dialect.read(said.call, said.body, 200);
  }

  /** An answer to the caller's bytes. */
  @Benchmark
  public WrittenJson answer(Pair pair) {
    return pair.surface.answer(pair.asked, pair.answer);
  }
}
