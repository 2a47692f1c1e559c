package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
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
        finish == FinishReason.CONTENT_FILTER
            ? AnthropicStop.refusal(answer.path("stop_details"))
            : "",
        calls.all(),
        finish,
        AnthropicUsage.of(answer.path("usage")),
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
    if (!JsonTool.isCalledBy(block, call.prompt())) {
      calls.add(WireJson.text(block, "id"), WireJson.text(block, "name"), block.path("input"), "");
    } else if (json.isEmpty()) {
      json = JsonTool.answer(call.prompt(), block.path("input"));
    }
  }

  private FinishReason finish(String reason) {
    if (reason.isEmpty()) {
      throw UnusableAnswer.unfinished(
          call, status, text.length() > 0 || !calls.isEmpty() || !json.isEmpty(), "no stop reason");
    }
    return AnthropicStop.of(call, reason, !calls.isEmpty());
  }
}
