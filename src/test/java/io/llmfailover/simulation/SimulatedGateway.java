package io.llmfailover.simulation;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.Provider;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.RepeatableProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The gateway without network and container. */
final class SimulatedGateway {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC);

  private final Engine engine;

  private SimulatedGateway(Engine engine) {
    this.engine = engine;
  }

  /**
   * A gateway in this weather.
   *
   * @param retries same-link retries, as Fault Tolerance would make them
   */
  static SimulatedGateway in(
      Weather weather, VirtualTime time, int retries, String... keysAndValues) {
    Settings settings = EngineFixture.withKeys(MapValues.of(keysAndValues)).settings();
    Provider provider = provider(weather, time, settings, retries);
    HealthBoard health = new HealthBoard(fixed(settings), time);
    return new SimulatedGateway(
        new EngineFixture(time, name -> provider)
            .configured(() -> settings)
            .remembering(health)
            .engine());
  }

  /** One provider for all links, over this transport. */
  static Provider provider(Transport transport, VirtualTime time, Settings settings, int retries) {
    HttpCaller caller =
        new HttpCaller(
            transport,
            new Dialects(List.of(new OpenAiDialect())),
            new FailureJudge(CLOCK),
            time,
            time,
            () -> settings.generation().retryShare(),
            Runnable::run);
    return call -> {
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      ask(caller, call, retries, reply);
      return reply;
    };
  }

  /** As the guard of the real providers: a failure is handed on as it is, without wrapping. */
  private static void ask(
      HttpCaller caller, ProviderCall call, int left, CompletableFuture<Reply> reply) {
    caller
        .ask(call, true)
        .handle(
            (said, thrown) -> {
              if (thrown instanceof RepeatableProviderException && left > 0) {
                ask(caller, call, left - 1, reply);
                return true;
              }
              return thrown == null ? reply.complete(said) : reply.completeExceptionally(thrown);
            });
  }

  CompletableFuture<Answer> ask() {
    return engine.generate("", Prompt.of("?"));
  }

  /** These settings, for ever. */
  static CurrentSettings fixed(Settings settings) {
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
}
