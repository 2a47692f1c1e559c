package io.llmfailover.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Prompt;
import io.llmfailover.api.CutCase.Breaking;
import io.llmfailover.api.CutCase.Words;
import io.llmfailover.api.anthropic.AnthropicErrors;
import io.llmfailover.api.anthropic.MessagesResource;
import io.llmfailover.api.gemini.GeminiErrors;
import io.llmfailover.api.gemini.GeminiResource;
import io.llmfailover.api.generation.GenerationResource;
import io.llmfailover.api.openai.ChatCompletionsResource;
import io.llmfailover.api.openai.ChatSurface;
import io.llmfailover.api.openai.OpenAiErrors;
import io.llmfailover.api.openai.ResponsesResource;
import io.llmfailover.api.openai.ResponsesSurface;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.WallClock;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.SpokenStream.Dialect;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of a gateway but its container, for streams that break: requests are read by their surface,
 * walk the engine to upstreams on loopback, and their events end in memory. Nothing is remembered
 * of links, so that cases do not touch one another.
 */
final class CutGateway implements AutoCloseable {
  private static final int AT_ONCE = 48;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern NUMBER = Pattern.compile("case (\\d+)\\?");

  private final WireServer upstream = WireServer.start();
  private final DaemonTimer timer = new DaemonTimer();
  private final HttpTransport transport = new HttpTransport(timer, System::nanoTime);
  private final ExecutorService walkers = Executors.newFixedThreadPool(4);
  private final WriterThreads writers = new WriterThreads();
  private final Map<StreamClient, Surface> surfaces = new EnumMap<>(StreamClient.class);
  private final Map<Integer, CutTrial> trials = new ConcurrentHashMap<>();
  private final Engine engine;

  CutGateway() {
    upstream.onPath("/v1").answer(this::reply);
    LiveSettings settings = new LiveSettings(this::values);
    HttpCaller caller =
        new HttpCaller(
            transport,
            new Dialects(List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect())),
            new FailureJudge(Clock.systemUTC()),
            timer,
            System::nanoTime,
            () -> 1,
            walkers);
    engine =
        new EngineFixture(System::nanoTime, timer, walkers, name -> call -> caller.ask(call, false))
            .configured(settings::get)
            .engine();
    WallClock clock = new WallClock(Clock.systemUTC());
    RequestBody none = null;
    surfaces.put(
        StreamClient.NATIVE,
        behind(door -> new GenerationResource(door).generate(null, null, null, null)));
    surfaces.put(
        StreamClient.CHAT,
        behind(
            door ->
                new ChatCompletionsResource(door, new ChatSurface(clock, new OpenAiErrors()))
                    .complete(null, null, null, null)));
    surfaces.put(
        StreamClient.RESPONSES,
        behind(
            door ->
                new ResponsesResource(door, new ResponsesSurface(clock, new OpenAiErrors()))
                    .respond(null, null, null, null)));
    surfaces.put(
        StreamClient.ANTHROPIC,
        behind(
            door ->
                new MessagesResource(door, none, new AnthropicErrors(), settings)
                    .create(null, null, null, null)));
    surfaces.put(
        StreamClient.GEMINI,
        behind(
            door ->
                new GeminiResource(door, new GeminiErrors(), none, settings)
                    .call("auto:streamGenerateContent", "sse", null, null, null, null)));
  }

  /** The surface that a resource speaks. */
  private static Surface behind(Consumer<GenerationDoor> called) {
    AtomicReference<Surface> found = new AtomicReference<>();
    called.accept(
        new GenerationDoor() {
          @Override
          public void open(
              Surface surface,
              InputStream body,
              AsyncResponse response,
              HttpServletRequest request,
              HttpServletResponse out) {
            found.set(surface);
          }
        });
    return found.get();
  }

  /** Only what is meant to stall is ever given up: a busy machine makes nobody look slow. */
  private MapValues values() {
    MapValues values = EngineFixture.withKeys(MapValues.of("llm.chain", "openai/sound"));
    values.set("llm.deadline", "10m");
    for (Dialect dialect : Dialect.values()) {
      String provider = provider(dialect);
      values.set("llm.provider." + provider + ".url", upstream.uri("/v1").toString());
      values.set("llm.provider." + provider + ".connect-timeout", "1m");
      for (String timeout : List.of("timeout", "first-token-timeout", "idle-timeout")) {
        values.set("llm.provider." + provider + "." + timeout, "5m");
      }
      values.set("llm.link." + provider + "/mute.first-token-timeout", "120ms");
      values.set("llm.link." + provider + "/stalling.idle-timeout", "120ms");
      for (String model : List.of("sound", "mute", "stalling", "next", "next-prefilled")) {
        values.set("llm.model." + provider + "/" + model + ".json-schema", "true");
      }
      values.set("llm.model." + provider + "/next-prefilled.prefill", "true");
    }
    return values;
  }

  private static String provider(Dialect dialect) {
    return dialect.name().toLowerCase(Locale.ROOT);
  }

  private WireReply reply(ReceivedRequest request) {
    Matcher number = NUMBER.matcher(request.text());
    if (!number.find()) {
      return WireReply.status(500);
    }
    CutTrial trial = trials.get(Integer.parseInt(number.group(1)));
    return request.model().startsWith("next") ? trial.second(request) : trial.first();
  }

  /** Runs all cases; what is wrong with each that is not as it should be. */
  List<String> failures(List<CutCase> cases) {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    Semaphore places = new Semaphore(AT_ONCE);
    for (CutCase one : cases) {
      if (!taken(places, 1)) {
        break;
      }
      AtomicReference<CutTrial> made = new AtomicReference<>();
      CutTrial trial =
          new CutTrial(
              one,
              () -> {
                made.get().verdict().forEach(wrong -> failures.add(one + ": " + wrong));
                places.release();
              });
      made.set(trial);
      trials.put(one.number(), trial);
      begin(trial);
    }
    taken(places, AT_ONCE);
    for (CutCase one : cases) {
      CutTrial trial = trials.get(one.number());
      if (trial == null || !trial.isOver()) {
        failures.add(one + ": never ended");
      }
    }
    return new ArrayList<>(failures);
  }

  private static boolean taken(Semaphore places, int count) {
    try {
      return places.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private void begin(CutTrial trial) {
    CutCase of = trial.of;
    Surface surface = surfaces.get(of.client());
    Asked asked = surface.read(request(of).toString().getBytes(StandardCharsets.UTF_8));
    Prompt prompt = asked.prompt().toBuilder().models(links(of)).streamPolicy(of.policy()).build();
    String id = engine.newId();
    EventPump pump = new EventPump(trial, writers, timer, System::nanoTime, Streams.PATIENCE);
    StreamedAnswer answer =
        new StreamedAnswer(id, surface.stream(asked, id), pump, timer, writers, trial::refused);
    answer.begin(sink -> engine.stream(id, "", prompt, trial.heardBy(sink)));
  }

  private static List<String> links(CutCase of) {
    String model =
        of.breaking() == Breaking.STALLED ? of.position() == 0 ? "mute" : "stalling" : "sound";
    return List.of(
        provider(of.first()) + "/" + model,
        provider(of.second()) + (of.prefilled() ? "/next-prefilled" : "/next"));
  }

  private static JsonNode request(CutCase of) {
    String question = "Habari, case " + of.number() + "?";
    ObjectNode body =
        (ObjectNode)
            switch (of.client()) {
              case NATIVE -> TakenEvents.json("{\"stream\":true}");
              case CHAT, RESPONSES -> TakenEvents.json("{\"model\":\"auto\",\"stream\":true}");
              case ANTHROPIC ->
                  TakenEvents.json("{\"model\":\"auto\",\"stream\":true,\"max_tokens\":1000}");
              case GEMINI -> TakenEvents.json("{}");
            };
    switch (of.client()) {
      case NATIVE -> body.put("prompt", question);
      case CHAT, ANTHROPIC ->
          body.putArray("messages").addObject().put("role", "user").put("content", question);
      case RESPONSES -> body.put("input", question);
      case GEMINI ->
          body.putArray("contents")
              .addObject()
              .put("role", "user")
              .putArray("parts")
              .addObject()
              .put("text", question);
    }
    if (of.words() == Words.JSON) {
      askForJson(of.client(), body);
    } else if (of.words() != Words.TEXT) {
      CutAnswers.CALLS.forEach(call -> offer(call.name(), of.client(), body));
    }
    return body;
  }

  private static void askForJson(StreamClient client, ObjectNode body) {
    JsonNode schema =
        TakenEvents.json(
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                + "\"additionalProperties\":false}");
    switch (client) {
      case NATIVE -> body.set("schema", schema);
      case CHAT ->
          body.putObject("response_format")
              .put("type", "json_schema")
              .putObject("json_schema")
              .put("name", "city")
              .set("schema", schema);
      case RESPONSES ->
          body.putObject("text")
              .putObject("format")
              .put("type", "json_schema")
              .put("name", "city")
              .set("schema", schema);
      case ANTHROPIC ->
          body.putObject("output_config")
              .putObject("format")
              .put("type", "json_schema")
              .set("schema", schema);
      case GEMINI ->
          body.putObject("generationConfig")
              .put("responseMimeType", "application/json")
              .set("responseJsonSchema", schema);
    }
  }

  private static void offer(String name, StreamClient client, ObjectNode body) {
    JsonNode schema = TakenEvents.json("{\"type\":\"object\"}");
    switch (client) {
      case NATIVE ->
          body.withArray("tools").addObject().put("name", name).set("parameters", schema);
      case CHAT ->
          body.withArray("tools")
              .addObject()
              .put("type", "function")
              .putObject("function")
              .put("name", name)
              .set("parameters", schema);
      case RESPONSES ->
          body.withArray("tools")
              .addObject()
              .put("type", "function")
              .put("name", name)
              .set("parameters", schema);
      case ANTHROPIC ->
          body.withArray("tools").addObject().put("name", name).set("input_schema", schema);
      case GEMINI ->
          body.withArray("tools")
              .addObject()
              .putArray("functionDeclarations")
              .addObject()
              .put("name", name)
              .set("parameters", schema);
    }
  }

  @Override
  public void close() {
    transport.close();
    timer.close();
    walkers.shutdownNow();
    writers.close();
    upstream.close();
  }
}
