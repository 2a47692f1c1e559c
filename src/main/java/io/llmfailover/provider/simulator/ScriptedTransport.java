package io.llmfailover.provider.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.Timer;
import io.llmfailover.provider.BodyFlow;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Brings what a provider would send, according to the model's name: {@code out-of-quota}, {@code
 * renamed-model}, {@code overloaded}, {@code rate-limited}, {@code server-error}, {@code
 * wrong-key}, {@code unreachable}, {@code broken-json} and {@code empty} fail as they are called;
 * {@code cut-stream} loses its connection and {@code stalling-stream} falls silent half way through
 * the words; every other model answers, with a sample of the JSON Schema it was given. Stateless
 * and thread-safe.
 */
final class ScriptedTransport implements Transport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonNode NOTHING = JSON.createObjectNode();

  /** These never come to speak. */
  private static final Set<String> FAILING =
      Set.of(
          "out-of-quota",
          "renamed-model",
          "overloaded",
          "rate-limited",
          "server-error",
          "wrong-key",
          "unreachable");

  /** Shown with every text, so that nobody takes the simulator for a model. */
  static final String SAYS_SO = "This is the simulator of llm-failover, not a language model.";

  private final Timer timer;

  /** Streams at the pace of this timer. */
  ScriptedTransport(Timer timer) {
    this.timer = timer;
  }

  @Override
  public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
    String model = call.link().wireModel();
    return switch (model) {
      case "out-of-quota" ->
          error(429, "insufficient_quota", "You exceeded your current quota (simulated).", "");
      case "renamed-model" ->
          error(
              404, "model_not_found", "The model `renamed-model` does not exist (simulated).", "");
      case "overloaded" ->
          error(503, "overloaded", "The engine is currently overloaded (simulated).", "");
      case "rate-limited" ->
          error(429, "rate_limit_exceeded", "Rate limit reached (simulated).", "20");
      case "server-error" -> error(500, "server_error", "The server had an error (simulated).", "");
      case "wrong-key" -> error(401, "invalid_api_key", "Incorrect API key (simulated).", "");
      case "unreachable" ->
          CompletableFuture.failedFuture(new ConnectException("Connection refused (simulated)"));
      case "cut-stream" -> half(answer(call.prompt(), model));
      case "stalling-stream" -> silence(call);
      default -> CompletableFuture.completedFuture(answer(call.prompt(), model));
    };
  }

  @Override
  public CompletionStage<WireAnswer> stream(ProviderCall call, WireRequest request, BodyFlow into) {
    String model = call.link().wireModel();
    if (FAILING.contains(model)) {
      return Transport.super.stream(call, request, into);
    }
    List<String> events = events(call.prompt(), model);
    List<String> half = events.subList(0, events.size() / 2);
    ScriptedStream stream =
        switch (model) {
          case "cut-stream" -> new ScriptedStream(half, ScriptedStream.End.CUT, into, timer);
          case "stalling-stream" ->
              new ScriptedStream(half, ScriptedStream.End.SILENCE, into, timer);
          default -> new ScriptedStream(events, ScriptedStream.End.WHOLE, into, timer);
        };
    return stream.start(call);
  }

  private static CompletionStage<WireAnswer> half(WireAnswer whole) {
    byte[] body = Arrays.copyOf(whole.body(), whole.body().length / 2);
    return CompletableFuture.completedFuture(
        new WireAnswer(whole.status(), whole.headers(), body, WireAnswer.Ending.CUT));
  }

  private CompletionStage<WireAnswer> silence(ProviderCall call) {
    CompletableFuture<WireAnswer> never = new CompletableFuture<>();
    Duration attempt = call.link().timeouts().attempt();
    Duration left = call.deadline().remaining();
    Timer.Scheduled limit =
        timer.schedule(
            left.compareTo(attempt) < 0 ? left : attempt,
            () -> never.completeExceptionally(new HttpTimeoutException("silent (simulated)")));
    call.onCancel(
        () -> {
          limit.cancel();
          never.completeExceptionally(new CancellationException("the call was given up"));
        });
    return never.minimalCompletionStage();
  }

  private static String says(String model, Prompt prompt) {
    return switch (model) {
      case "broken-json" -> "{\"simulated\": tru";
      case "empty" -> "";
      default -> says(prompt);
    };
  }

  private static String says(Prompt prompt) {
    String asked = lastWords(prompt);
    if (!prompt.format().isJson()) {
      return begun(prompt.messages()).orElseGet(() -> echo(asked));
    }
    JsonNode sample = prompt.format().schemaIfAny().map(SampleJson::of).orElse(NOTHING);
    if (!sample.isObject() || !sample.isEmpty()) {
      return sample.toString();
    }
    ObjectNode said = JSON.createObjectNode();
    said.put("simulated", true).put("note", SAYS_SO).put("youSaid", asked);
    return said.toString();
  }

  private static String echo(String words) {
    return SAYS_SO + " You said: " + words;
  }

  /** The whole of an answer that another of these models began and is to be gone on with. */
  private static Optional<String> begun(List<Message> messages) {
    for (int i = messages.size() - 1; i >= Math.max(1, messages.size() - 2); i--) {
      if (messages.get(i) instanceof Message.FromModel model
          && messages.get(i - 1) instanceof Message.FromUser user) {
        String whole = echo(Message.textOf(user.parts()));
        String heard = Message.textOf(model.parts());
        return Optional.of(whole)
            .filter(all -> all.startsWith(heard) && all.length() > heard.length());
      }
    }
    return Optional.empty();
  }

  private static String lastWords(Prompt prompt) {
    List<Message> messages = prompt.messages();
    Message last = messages.get(messages.size() - 1);
    if (last instanceof Message.FromUser user) {
      return Message.textOf(user.parts());
    }
    return last instanceof Message.FromTool tool ? tool.content() : "";
  }

  private static WireAnswer answer(Prompt prompt, String model) {
    String text = says(model, prompt);
    ObjectNode body = named("chat.completion", model);
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    addUsage(body, prompt, text);
    return wire(200, body, "");
  }

  /** The same as the data of events: the role, each word, why it stopped, what it cost. */
  private static List<String> events(Prompt prompt, String model) {
    String text = says(model, prompt);
    List<String> events = new ArrayList<>();
    events.add(event(model, delta -> delta.put("role", "assistant").put("content", ""), ""));
    for (String word : text.split("(?<=\\s)(?=\\S)")) {
      if (!word.isEmpty()) {
        events.add(event(model, delta -> delta.put("content", word), ""));
      }
    }
    events.add(event(model, delta -> delta, "stop"));
    ObjectNode last = named("chat.completion.chunk", model);
    last.putArray("choices");
    addUsage(last, prompt, text);
    events.add(last.toString());
    events.add("[DONE]");
    return events;
  }

  private static String event(String model, UnaryOperator<ObjectNode> said, String finish) {
    ObjectNode event = named("chat.completion.chunk", model);
    ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
    said.apply(choice.putObject("delta"));
    choice.set("finish_reason", finish.isEmpty() ? choice.nullNode() : choice.textNode(finish));
    return event.toString();
  }

  private static ObjectNode named(String object, String model) {
    return JSON.createObjectNode().put("id", "simulated").put("object", object).put("model", model);
  }

  private static void addUsage(ObjectNode body, Prompt prompt, String text) {
    // Four characters a token: the usual rule of thumb.
    int input = prompt.messages().size() * 4 + lastWords(prompt).length() / 4;
    int output = text.length() / 4;
    body.putObject("usage")
        .put("prompt_tokens", input)
        .put("completion_tokens", output)
        .put("total_tokens", input + output);
  }

  private static CompletionStage<WireAnswer> error(
      int status, String code, String message, String retryAfter) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("message", message).put("type", code).put("code", code);
    return CompletableFuture.completedFuture(wire(status, body, retryAfter));
  }

  private static WireAnswer wire(int status, ObjectNode body, String retryAfter) {
    Map<String, List<String>> headers =
        retryAfter.isEmpty()
            ? Map.of("content-type", List.of("application/json"))
            : Map.of(
                "content-type", List.of("application/json"), "retry-after", List.of(retryAfter));
    return new WireAnswer(
        status,
        HttpHeaders.of(headers, (name, value) -> true),
        body.toString().getBytes(StandardCharsets.UTF_8),
        WireAnswer.Ending.WHOLE);
  }
}
