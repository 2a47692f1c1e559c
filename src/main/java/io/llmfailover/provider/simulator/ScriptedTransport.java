package io.llmfailover.provider.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings what a provider would send, according to the model's name: {@code out-of-quota}, {@code
 * renamed-model}, {@code overloaded}, {@code rate-limited}, {@code server-error}, {@code
 * wrong-key}, {@code unreachable}, {@code broken-json} and {@code empty} fail as they are called;
 * every other model answers. Stateless and thread-safe.
 */
final class ScriptedTransport implements Transport {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Shown with every text, so that nobody takes the simulator for a model. */
  static final String SAYS_SO = "This is the simulator of llm-failover, not a language model.";

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
      case "broken-json" -> answer(call.prompt(), model, "{\"simulated\": tru");
      case "empty" -> answer(call.prompt(), model, "");
      default -> answer(call.prompt(), model, says(call.prompt()));
    };
  }

  private static String says(Prompt prompt) {
    String asked = lastWords(prompt);
    if (!prompt.format().isJson()) {
      return SAYS_SO + " You said: " + asked;
    }
    ObjectNode said = JSON.createObjectNode();
    said.put("simulated", true).put("note", SAYS_SO).put("youSaid", asked);
    return said.toString();
  }

  private static String lastWords(Prompt prompt) {
    List<Message> messages = prompt.messages();
    Message last = messages.get(messages.size() - 1);
    if (last instanceof Message.FromUser user) {
      return Message.textOf(user.parts());
    }
    return last instanceof Message.FromTool tool ? tool.content() : "";
  }

  private static CompletionStage<WireAnswer> answer(Prompt prompt, String model, String text) {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", "simulated").put("object", "chat.completion").put("model", model);
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    // Four characters a token: the usual rule of thumb.
    int input = prompt.messages().size() * 4 + lastWords(prompt).length() / 4;
    int output = text.length() / 4;
    body.putObject("usage")
        .put("prompt_tokens", input)
        .put("completion_tokens", output)
        .put("total_tokens", input + output);
    return wire(200, body, "");
  }

  private static CompletionStage<WireAnswer> error(
      int status, String code, String message, String retryAfter) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("message", message).put("type", code).put("code", code);
    return wire(status, body, retryAfter);
  }

  private static CompletionStage<WireAnswer> wire(int status, ObjectNode body, String retryAfter) {
    HttpHeaders headers =
        HttpHeaders.of(
            retryAfter.isEmpty() ? Map.of() : Map.of("retry-after", List.of(retryAfter)),
            (name, value) -> true);
    try {
      byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
      return CompletableFuture.completedFuture(
          new WireAnswer(status, headers, bytes, WireAnswer.Ending.WHOLE));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
