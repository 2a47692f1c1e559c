package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FinishReason;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.List;

/** The building blocks of a {@code GenerateContentResponse}, whole or a chunk of a stream. */
final class ResponseParts {
  private ResponseParts() {}

  static ObjectNode text(String words) {
    return WireJson.object().put("text", words);
  }

  static ObjectNode thought(String words) {
    return text(words).put("thought", true);
  }

  /** A tool call; arguments that are no JSON object are wrapped, since Google's SDKs want one. */
  static ObjectNode call(ToolCall call) {
    ObjectNode part = WireJson.object();
    ObjectNode function = part.putObject("functionCall");
    function.put("id", call.id()).put("name", call.name());
    function.set(
        "args",
        ToolWriting.arguments(call)
            .orElseGet(() -> WireJson.object().put("arguments", call.arguments())));
    if (call.signature().startsWith(ContentsReader.SIGNATURE_MARK)) {
      part.put(
          "thoughtSignature", call.signature().substring(ContentsReader.SIGNATURE_MARK.length()));
    }
    return part;
  }

  /** A response with one candidate that says this. */
  static ObjectNode response(List<? extends JsonNode> parts) {
    ObjectNode response = WireJson.object();
    ObjectNode candidate = response.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    ArrayNode said = content.putArray("parts");
    parts.forEach(said::add);
    content.put("role", "model");
    candidate.put("index", 0);
    return response;
  }

  /** Says why the model stopped. */
  static void finish(ObjectNode response, FinishReason reason) {
    ObjectNode candidate = (ObjectNode) response.path("candidates").path(0);
    candidate.put(
        "finishReason",
        switch (reason) {
          case STOP, TOOL_CALLS -> "STOP";
          case LENGTH -> "MAX_TOKENS";
          case CONTENT_FILTER -> "SAFETY";
        });
  }

  /** Says what it cost, in Gemini's way of counting: thoughts stand beside the answer. */
  static void usage(ObjectNode response, Usage usage) {
    if (!usage.known()) {
      return;
    }
    ObjectNode counts = response.putObject("usageMetadata");
    counts
        .put("promptTokenCount", usage.inputTokens())
        .put("candidatesTokenCount", Math.max(0, usage.outputTokens() - usage.reasoningTokens()))
        .put("totalTokenCount", usage.totalTokens());
    if (usage.reasoningTokens() > 0) {
      counts.put("thoughtsTokenCount", usage.reasoningTokens());
    }
    if (usage.cachedInputTokens() > 0) {
      counts.put("cachedContentTokenCount", usage.cachedInputTokens());
    }
  }

  /** Says who answered, and under which id. */
  static ObjectNode origin(ObjectNode response, String model, String id) {
    return response.put("modelVersion", model).put("responseId", id);
  }
}
