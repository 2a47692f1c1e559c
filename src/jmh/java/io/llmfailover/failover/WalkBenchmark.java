package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Provider;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * What the walk along a chain costs, with the memory of links: its links answer or fail at once, so
 * that nothing is written, sent, parsed or judged. The log is off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class WalkBenchmark {
  // Held, so that the level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private static final Reply SAID =
      new Reply("Machi.", "", "", List.of(), FinishReason.STOP, Usage.of(100, 20), "", 200);
  private static final ProviderException OVERLOADED =
      new ProviderException(Failure.of(FailureKind.OVERLOADED, 503, "overloaded"));
  private static final Prompt PROMPT = Prompt.of("When do I plant maize?");

  /** The links, and how many of them fail before one answers. */
  @Param({"1 link", "50 links", "first of 2 fails"})
  private String chain;

  private final VirtualTime time = new VirtualTime();
  private Engine engine;

  /** Puts the engine together. */
  @Setup
  public void wire() {
    LOG.setLevel(Level.OFF);
    boolean fails = chain.endsWith("fails");
    int links = fails ? 2 : Integer.parseInt(chain.substring(0, chain.indexOf(' ')));
    Settings settings =
        EngineFixture.withKeys(
                MapValues.of(
                    "llm.chain",
                    IntStream.range(0, links)
                        .mapToObj(number -> "openai/model-" + number)
                        .collect(Collectors.joining(",")),
                    "llm.cooldown",
                    "0s",
                    "llm.health.failure-rate",
                    "1"))
            .settings();
    Provider provider =
        call -> {
          call.countCall();
          return fails && call.link().name().model().equals("model-0")
              ? CompletableFuture.failedFuture(OVERLOADED)
              : CompletableFuture.completedFuture(SAID);
        };
    engine =
        new EngineFixture(time, name -> provider)
            .configured(() -> settings)
            .remembering(new HealthBoard(fixed(settings), time))
            .engine();
  }

  private static CurrentSettings fixed(Settings settings) {
    return new CurrentSettings() {
      @Override
      public Settings get() {
        return settings;
      }

      @Override
      public Optional<String> problem() {
        return Optional.empty();
      }
    };
  }

  /** One generation. */
  @Benchmark
  public Answer generate() {
    time.pass(Duration.ofMillis(1));
    return engine.generate("", PROMPT).join();
  }
}
