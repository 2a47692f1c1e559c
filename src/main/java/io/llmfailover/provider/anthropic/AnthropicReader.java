package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.WireJson.count;
import static io.llmfailover.provider.WireJson.counted;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.Usage;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;

/** Reads one answer. Used once. */
final class AnthropicReader {
  private final ProviderCall call;
  private final int status;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final FoundCalls calls;
  private String json = "";

  AnthropicReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.calls = new FoundCalls(call, status, AnthropicDialect.TOOL_NAMES);
  }

  Reply reply(JsonNode answer) {
    JsonNode content = answer.path("content");
    if (!content.isArray()) {
      throw UnusableAnswer.malformed(call, status, "an answer without content");
    }
    content.forEach(this::take);
    FinishReason finish = finish(WireJson.text(answer, "stop_reason"));
    return new Reply(
        json.isEmpty() ? text.toString() : json,
        reasoning.toString(),
        finish == FinishReason.CONTENT_FILTER ? refusal(answer.path("stop_details")) : "",
        calls.all(),
        finish,
        usage(answer.path("usage")),
        WireJson.text(answer, "model"),
        status);
  }

  private void take(JsonNode block) {
    switch (WireJson.text(block, "type")) {
      case "text" -> text.append(WireJson.text(block, "text"));
      case "thinking" -> reasoning.append(WireJson.text(block, "thinking"));
      case "tool_use" -> toolUse(block);
      default -> {
        // Redacted thinking and the traces of Anthropic's own tools.
      }
    }
  }

  private void toolUse(JsonNode block) {
    String name = WireJson.text(block, "name");
    if (!name.equals(JsonTool.NAME) || !JsonTool.inPlay(call.prompt())) {
      calls.add(WireJson.text(block, "id"), name, block.path("input"), "");
    } else if (json.isEmpty()) {
      json = JsonTool.answer(call.prompt(), block.path("input"));
    }
  }

  private FinishReason finish(String reason) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case "" ->
          throw UnusableAnswer.unfinished(
              call,
              status,
              text.length() > 0 || !calls.isEmpty() || !json.isEmpty(),
              "no stop reason");
      case "pause_turn" -> {
        call.notice("The model paused its turn: the answer may go on.");
        yield ended();
      }
      default -> ended();
    };
  }

  private FinishReason ended() {
    return calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
  }

  private static String refusal(JsonNode details) {
    String category = WireJson.text(details, "category");
    String explanation = WireJson.text(details, "explanation");
    if (explanation.isEmpty()) {
      return category.isEmpty() ? "" : "refused: " + category;
    }
    return category.isEmpty() ? explanation : explanation + " (" + category + ")";
  }

  /** Anthropic counts cached tokens beside the others, not among them. */
  private static Usage usage(JsonNode usage) {
    if (!counted(usage, "input_tokens") && !counted(usage, "output_tokens")) {
      return Usage.UNKNOWN;
    }
    long read = count(usage, "cache_read_input_tokens");
    long written = count(usage, "cache_creation_input_tokens");
    return new Usage(
        true,
        count(usage, "input_tokens") + written + read,
        count(usage, "output_tokens"),
        read,
        written,
        count(usage.path("output_tokens_details"), "thinking_tokens"));
  }
}
