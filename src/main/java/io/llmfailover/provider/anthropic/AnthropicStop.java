package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireJson;

/** What a message says about its end. */
final class AnthropicStop {
  private AnthropicStop() {}

  /**
   * Why it ended; a pause is noted.
   *
   * @param reason not empty
   * @param calls whether it has tool calls
   */
  static FinishReason of(ProviderCall call, String reason, boolean calls) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case "pause_turn" -> {
        call.notice("The model paused its turn: the answer may go on.");
        yield ended(calls);
      }
      default -> ended(calls);
    };
  }

  private static FinishReason ended(boolean calls) {
    return calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  /** The words of refusal; empty when there are none. */
  static String refusal(JsonNode details) {
    String category = WireJson.text(details, "category");
    String explanation = WireJson.text(details, "explanation");
    if (explanation.isEmpty()) {
      return category.isEmpty() ? "" : "refused: " + category;
    }
    return category.isEmpty() ? explanation : explanation + " (" + category + ")";
  }
}
