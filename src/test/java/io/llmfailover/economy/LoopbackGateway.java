package io.llmfailover.economy;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.api.Asked;
import io.llmfailover.api.SampleRequest;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.upstream.WireServer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The gateway over real connections to an upstream on loopback, without the container and on a time
 * that stands still: whatever is scheduled and not taken back can be counted. Each of three
 * providers has one link, {@code openai/model}, {@code gemini/model} and {@code anthropic/model},
 * which answers its dialect's plain sample.
 */
public final class LoopbackGateway implements AutoCloseable {
  private static final int WALKERS = 4;

  private final VirtualTime time = new VirtualTime();
  private final WireServer upstream = WireServer.start();
  private final ExecutorService walkers = Executors.newFixedThreadPool(WALKERS);
  private final MapValues values;
  private final LiveSettings settings;
  private final Engine engine;

  /** A gateway with this default chain. */
  public LoopbackGateway(String chain) {
    upstream.onPath("/openai/").answer("openai/ok-plain.json");
    upstream.onPath("/gemini/").answer("gemini/ok-plain.json");
    upstream.onPath("/anthropic/").answer("anthropic/ok-plain.json");
    values =
        EngineFixture.withKeys(
            MapValues.of(
                "llm.chain", chain,
                "llm.provider.openai.url", upstream.uri("/openai/v1").toString(),
                "llm.provider.gemini.url", upstream.uri("/gemini/v1beta").toString(),
                "llm.provider.anthropic.url", upstream.uri("/anthropic/v1").toString(),
                // As in a busy test run connecting may take its time: that is not what is asked.
                "llm.provider.openai.connect-timeout", "60s"));
    settings = new LiveSettings(() -> values);
    HttpCaller caller =
        new HttpCaller(
            new HttpTransport(time, time),
            new Dialects(List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect())),
            new FailureJudge(Clock.systemUTC()),
            time,
            time,
            () -> 1,
            walkers);
    engine =
        new EngineFixture(time, time, walkers, provider -> call -> caller.ask(call, false))
            .configured(settings::get)
            .remembering(new HealthBoard(settings, time))
            .engine();
  }

  Engine engine() {
    return engine;
  }

  VirtualTime time() {
    return time;
  }

  WireServer upstream() {
    return upstream;
  }

  /** How often a configured value was asked for. */
  int lookUps() {
    return values.reads();
  }

  /** The settings in force. */
  public LiveSettings settings() {
    return settings;
  }

  /** What the default chain answers, read and written as this caller's API has it. */
  byte[] answered(SampleRequest request) throws Exception {
    Asked asked = request.surface().read(request.body());
    return request.surface().answer(asked, answer(asked.prompt())).whole();
  }

  /** What the default chain answers to this. */
  public Answer answer(Prompt prompt) throws Exception {
    return ended(engine.generate("", prompt));
  }

  /** Waits for the end of a generation. */
  static Answer ended(CompletableFuture<Answer> generation) throws Exception {
    return generation.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    walkers.shutdownNow();
    upstream.close();
  }
}
