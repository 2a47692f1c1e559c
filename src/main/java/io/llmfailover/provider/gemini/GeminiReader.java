package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;
import java.util.List;

/** Reads one answer. Used once. */
final class GeminiReader {
  private final ProviderCall call;
  private final int status;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final FoundCalls calls;

  GeminiReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.calls = new FoundCalls(call, status, GeminiDialect.TOOL_NAMES);
  }

  Reply reply(JsonNode answer) {
    JsonNode candidates = answer.path("candidates");
    if (candidates.isEmpty()) {
      return withoutCandidate(answer);
    }
    JsonNode candidate = candidates.path(0);
    if (!candidate.isObject()) {
      throw UnusableAnswer.malformed(call, status, "a candidate that is no object");
    }
    candidate.path("content").path("parts").forEach(this::take);
    FinishReason finish = finish(candidate);
    String refusal = finish == FinishReason.CONTENT_FILTER ? GeminiBlock.of(candidate) : "";
    return new Reply(
        text.toString(),
        reasoning.toString(),
        refusal,
        calls.all(),
        finish,
        GeminiUsage.of(answer),
        WireJson.text(answer, "modelVersion"),
        status);
  }

  private Reply withoutCandidate(JsonNode answer) {
    JsonNode feedback = answer.path("promptFeedback");
    if (!WireJson.text(feedback, "blockReason").isEmpty()) {
      return new Reply(
          "",
          "",
          GeminiBlock.ofPrompt(feedback),
          List.of(),
          FinishReason.CONTENT_FILTER,
          GeminiUsage.of(answer),
          WireJson.text(answer, "modelVersion"),
          status);
    }
    if (answer.path("candidates").isArray() || answer.has("usageMetadata")) {
      throw UnusableAnswer.empty(call, status, "an answer with no candidate in it");
    }
    throw UnusableAnswer.malformed(call, status, "an answer without candidates");
  }

  private void take(JsonNode part) {
    JsonNode function = part.path("functionCall");
    if (function.isObject()) {
      String signature = WireJson.text(part, "thoughtSignature");
      calls.add(
          WireJson.text(function, "id"),
          WireJson.text(function, "name"),
          function.path("args"),
          signature.isEmpty() ? "" : GeminiDialect.SIGNATURE_MARK + signature);
    } else if (part.path("thought").asBoolean()) {
      reasoning.append(WireJson.text(part, "text"));
    } else {
      text.append(WireJson.text(part, "text"));
    }
  }

  private FinishReason finish(JsonNode candidate) {
    String reason = WireJson.text(candidate, "finishReason");
    if (GeminiBlock.blocks(reason)) {
      return FinishReason.CONTENT_FILTER;
    }
    return switch (reason) {
      // Gemini has no reason of its own for tool calls.
      case "STOP" -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE",
          "MALFORMED_RESPONSE" ->
          throw UnusableAnswer.malformed(call, status, said(candidate, reason));
      // OTHER, none at all, or one invented since.
      default ->
          throw UnusableAnswer.unfinished(
              call,
              status,
              text.length() > 0 || !calls.isEmpty(),
              said(candidate, reason.isEmpty() ? "no finish reason" : reason));
    };
  }

  private static String said(JsonNode candidate, String reason) {
    String message = WireJson.text(candidate, "finishMessage");
    return message.isEmpty() ? reason : reason + ": " + message;
  }
}
