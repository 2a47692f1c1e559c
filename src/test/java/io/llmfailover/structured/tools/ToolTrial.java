package io.llmfailover.structured.tools;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.StagedDoor;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireRoute;
import io.llmfailover.upstream.WireServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tools of plain objects behind the engine and its three dialects, wired to an upstream on
 * loopback. The chain is {@code openai/gpt-4o, anthropic/claude-haiku-4-5,
 * gemini/gemini-2.5-flash}.
 */
public final class ToolTrial implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private final WireServer upstream = WireServer.start();
  private final DaemonTimer timer = new DaemonTimer();
  private final HttpTransport transport = new HttpTransport(timer, System::nanoTime);
  private final ExecutorService walkers = threads("walker");
  private final ExecutorService callers = threads("caller");
  private final MapValues values = new MapValues();
  private StagedDoor door;

  public final WireRoute openai = upstream.onPath("/openai/");
  final WireRoute anthropic = upstream.onPath("/anthropic/");
  final WireRoute gemini = upstream.onPath("/gemini/");

  public ToolTrial() {
    EngineFixture.withKeys(values);
    with("llm.chain", "openai/gpt-4o, anthropic/claude-haiku-4-5, gemini/gemini-2.5-flash");
    with("llm.provider.openai.url", upstream.uri("/openai/v1"));
    with("llm.provider.anthropic.url", upstream.uri("/anthropic/v1"));
    with("llm.provider.gemini.url", upstream.uri("/gemini/v1beta"));
    with("llm.repair", "0");
  }

  private static ExecutorService threads(String name) {
    return Executors.newCachedThreadPool(
        task -> {
          Thread made = new Thread(task, name);
          made.setDaemon(true);
          return made;
        });
  }

  ToolTrial with(String key, Object value) {
    values.set(key, value.toString());
    return this;
  }

  /** The application's door, with these beans. Made once. */
  public StagedDoor door(Object... beans) {
    if (door == null) {
      Settings settings = values.settings();
      HttpCaller caller =
          new HttpCaller(
              transport,
              new Dialects(
                  List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect())),
              new FailureJudge(Clock.systemUTC()),
              timer,
              System::nanoTime,
              () -> 0,
              walkers);
      door =
          new StagedDoor(
              new EngineFixture(
                      System::nanoTime, timer, walkers, name -> call -> caller.ask(call, false))
                  .configured(() -> settings)
                  .engine(),
              new ToolStage(fixed(settings), System::nanoTime, timer, PlainBeans.of(beans)),
              callers);
    }
    return door;
  }

  public static CurrentSettings fixed(Settings settings) {
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

  static Prompt.Builder prompt(Class<?>... tools) {
    return Prompt.builder().user("Where is order A-1009?").toolsOf(tools);
  }

  /** All that was sent to this provider, in order. */
  public List<ReceivedRequest> sentTo(String provider) {
    return upstream.requests().stream()
        .filter(request -> request.path().startsWith("/" + provider + "/"))
        .toList();
  }

  WireServer upstream() {
    return upstream;
  }

  /** Waits for an answer that somebody else waits for too. */
  static Answer get(CompletableFuture<Answer> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw (RuntimeException) failed.getCause();
    } catch (InterruptedException | TimeoutException hangs) {
      throw new AssertionError("no answer", hangs);
    }
  }

  @Override
  public void close() {
    transport.close();
    timer.close();
    walkers.shutdownNow();
    callers.shutdownNow();
    upstream.close();
  }
}
