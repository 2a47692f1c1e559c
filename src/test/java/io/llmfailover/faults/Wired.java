package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.health.LinkReport;
import io.llmfailover.it.app.Polling;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.RepeatableProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * The engine with everything it has in a server but the container, wired to upstreams on loopback.
 * The chain is {@code openai/gpt-4o, together/next}; the first is what a test makes of it, the
 * second, {@link #next}, is well. {@link #assertNothingIsLeft} ends every test.
 */
final class Wired {
  /** Longer than anything takes here; only what hangs reaches it. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What the link behind the faulty one says. */
  static final String TEXT = "Habari njema: the next link answers.";

  /** The keys that must be seen nowhere. */
  static final List<String> SECRETS =
      List.of(
          "sk-fault-3f9c2a71d4e8", "together-5be21f08c64a", "AIzaFault77b1e0c5", "sk-ant-f90ad");

  private final Threads threads = new Threads();
  private final LogTap log = LogTap.open();
  private final Times times = new Times();
  private final Heard heard = new Heard();
  private final DaemonTimer timer = new DaemonTimer();
  private final ExecutorService walkers;
  private final List<WireServer> servers = new ArrayList<>();
  private final List<CompletableFuture<Answer>> asked = new CopyOnWriteArrayList<>();
  private final Map<CompletableFuture<Answer>, Transcript> streams = new ConcurrentHashMap<>();
  private final MapValues values = new MapValues();
  private BiFunction<DaemonTimer, Times, Transport> transport =
      (its, time) -> new HttpTransport(its, time.ticker());

  /** The upstream of the second link. */
  final WireServer next = server();

  private AutoCloseable inTheEnd = () -> {};
  private LiveSettings settings;
  private HealthBoard health;
  private Engine engine;

  Wired() {
    AtomicInteger number = new AtomicInteger();
    walkers =
        Executors.newFixedThreadPool(
            4, task -> new Thread(task, "walker-" + number.incrementAndGet()));
    next.answer(
        WireReply.json(
            "{\"choices\":[{\"message\":{\"content\":\""
                + TEXT
                + "\"},\"finish_reason\":\"stop\"}]}"));
    with("llm.chain", "openai/gpt-4o, together/next");
    with("llm.provider.openai.api-key", SECRETS.get(0));
    with("llm.provider.together.api-key", SECRETS.get(1));
    with("llm.provider.gemini.api-key", SECRETS.get(2));
    with("llm.provider.anthropic.api-key", SECRETS.get(3));
    at("together", next);
  }

  /** A well upstream of which nothing has been said yet. */
  WireServer server() {
    return serving(WireServer.start());
  }

  /** Closes this one too in the end. */
  WireServer serving(WireServer server) {
    servers.add(server);
    return server;
  }

  /** Sets a value; in force at once when the engine runs already. */
  Wired with(String key, String value) {
    values.set(key, value);
    if (settings != null) {
      settings.refresh();
    }
    return this;
  }

  /** Sets where a provider is. */
  Wired at(String provider, WireServer server) {
    return at(provider, server.uri("/v1"));
  }

  /** Sets where a provider is. */
  Wired at(String provider, URI address) {
    return with("llm.provider." + provider + ".url", address.toString());
  }

  /** The first link's upstream, new, with these answers in turn. */
  WireServer first(WireReply... inTurn) {
    WireServer server = server();
    server.answer(inTurn);
    at("openai", server);
    return server;
  }

  /** The first link's upstream, new, with these samples in turn. */
  WireServer first(String... samples) {
    WireServer server = server();
    server.answer(samples);
    at("openai", server);
    return server;
  }

  /** Sends by other means. */
  Wired sendingBy(BiFunction<DaemonTimer, Times, Transport> other) {
    transport = other;
    return this;
  }

  Times times() {
    return times;
  }

  Heard heard() {
    return heard;
  }

  List<String> logged() {
    return log.lines();
  }

  LiveSettings settings() {
    engine();
    return settings;
  }

  /** What is remembered of a link. */
  LinkReport report(String link) {
    engine();
    return health.report(settings.get(), settings.get().link(LinkName.parse(link)).orElseThrow());
  }

  /** The engine, made when it is first asked for. */
  synchronized Engine engine() {
    if (engine == null) {
      settings = new LiveSettings(() -> values);
      health = new HealthBoard(settings, times.ticker());
      HttpCaller caller =
          new HttpCaller(
              sending(),
              new Dialects(
                  List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect())),
              new FailureJudge(times.clock()),
              timer,
              times.ticker(),
              () -> settings.get().generation().retryShare(),
              walkers);
      engine =
          new EngineFixture(
                  times.ticker(), timer, walkers, name -> call -> withOneRetry(caller, call))
              .configured(settings::get)
              .remembering(health)
              .telling(heard)
              .engine();
    }
    return engine;
  }

  private Transport sending() {
    Transport made = transport.apply(timer, times);
    if (made instanceof AutoCloseable closeable) {
      inTheEnd = closeable;
    }
    return made;
  }

  /** As Fault Tolerance does it in a server. */
  private static CompletionStage<Reply> withOneRetry(HttpCaller caller, ProviderCall call) {
    return caller
        .ask(call, true)
        .<CompletionStage<Reply>>handle(
            (reply, thrown) -> {
              if (thrown instanceof RepeatableProviderException) {
                return caller.ask(call, false);
              }
              return thrown == null
                  ? CompletableFuture.completedFuture(reply)
                  : CompletableFuture.failedFuture(thrown);
            })
        .thenCompose(stage -> stage);
  }

  /** Asks the default chain and does not wait. */
  CompletableFuture<Answer> askLater() {
    return askLater(Prompt.of("Habari?"));
  }

  CompletableFuture<Answer> askLater(Prompt prompt) {
    CompletableFuture<Answer> answer = engine().generate("", prompt);
    asked.add(answer);
    return answer;
  }

  /** Asks the default chain and waits. */
  Said ask() {
    return said(askLater());
  }

  Said ask(Prompt prompt) {
    return said(askLater(prompt));
  }

  /** Asks the default chain for a stream and does not wait. */
  CompletableFuture<Answer> streamLater(Prompt prompt, Transcript transcript) {
    CompletableFuture<Answer> answer = engine().stream(engine().newId(), "", prompt, transcript);
    asked.add(answer);
    streams.put(answer, transcript);
    return answer;
  }

  CompletableFuture<Answer> streamLater(Transcript transcript) {
    return streamLater(Prompt.of("Habari?"), transcript);
  }

  /** Asks the default chain for a stream and waits for its end. */
  Said stream(Prompt prompt, Transcript transcript) {
    return said(streamLater(prompt, transcript));
  }

  Said stream(Transcript transcript) {
    return said(streamLater(transcript));
  }

  /** Waits for the end of a generation; one that hangs fails the test. */
  static Said said(CompletableFuture<Answer> generation) {
    try {
      return Said.answered(generation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException failed) {
      return Said.ended((LlmException) failed.getCause());
    } catch (TimeoutException hangs) {
      throw new AssertionError("a generation hangs", hangs);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /**
   * What holds after every fault: nobody waits any more, each link of each generation was recorded
   * exactly once and as its caller was told, no stream that was answered was heard otherwise or
   * announced twice, no secret was printed, no thread was left.
   */
  void assertNothingIsLeft() {
    try {
      assertThat(asked).as("generations that hang").allMatch(CompletableFuture::isDone);
      assertRecordedOnce();
      streams.forEach(Wired::assertHeardAsAnswered);
      assertNoSecretIn(String.join("\n", log.lines()));
      assertThat(log.lines()).noneMatch(line -> line.startsWith("LLMF0034E"));
      Polling.until(engine()::inFlight, count -> count == 0);
    } finally {
      assertThatCode(inTheEnd::close).doesNotThrowAnyException();
      timer.close();
      walkers.shutdown();
      servers.forEach(WireServer::close);
      log.close();
    }
    threads.assertNoneIsLeft();
  }

  private void assertRecordedOnce() {
    List<String> told = new ArrayList<>();
    for (CompletableFuture<Answer> generation : asked) {
      if (!generation.isCancelled()) {
        Said said = said(generation);
        told.add(said.trail());
        assertNoSecretIn(said.printed());
      }
    }
    assertThat(heard.trails()).as("recorded trails").containsAll(told);
    for (List<Attempt> attempts : heard.attempts()) {
      Set<String> links = new HashSet<>();
      assertThat(attempts).allMatch(attempt -> links.add(attempt.link()));
    }
  }

  private static void assertHeardAsAnswered(
      CompletableFuture<Answer> generation, Transcript transcript) {
    assertNoSecretIn(transcript.toString());
    assertThat(transcript.starts()).as("announcements").hasSizeLessThan(2);
    if (!generation.isCompletedExceptionally()) {
      Answer answer = generation.join();
      assertThat(transcript.text()).as("text heard").isEqualTo(answer.text());
      assertThat(transcript.toolArguments())
          .as("tool calls heard")
          .isEqualTo(answer.toolCalls().stream().map(ToolCall::arguments).toList());
    }
  }

  private static void assertNoSecretIn(String text) {
    assertThat(text).doesNotContain(SECRETS.toArray(new String[0]));
  }
}
