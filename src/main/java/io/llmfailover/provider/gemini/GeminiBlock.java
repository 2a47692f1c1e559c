package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.WireJson;
import java.util.Set;

/** What Gemini says about content it blocked, as a sentence for the caller. */
final class GeminiBlock {
  private static final Set<String> REASONS =
      Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE");

  private GeminiBlock() {}

  /** Whether this finish reason means that the filter cut in. */
  static boolean blocks(String finishReason) {
    return REASONS.contains(finishReason) || finishReason.startsWith("IMAGE_");
  }

  /** Whether this feedback means that the prompt will not be answered. */
  static boolean blocksPrompt(JsonNode feedback) {
    return !WireJson.text(feedback, "blockReason").isEmpty();
  }

  /** Why the answer was cut. */
  static String of(JsonNode candidate) {
    return sentence(
        "Gemini blocked the answer: " + WireJson.text(candidate, "finishReason"),
        candidate,
        WireJson.text(candidate, "finishMessage"));
  }

  /** Why the prompt was not answered at all. */
  static String ofPrompt(JsonNode feedback) {
    return sentence(
        "Gemini blocked the prompt: " + WireJson.text(feedback, "blockReason"),
        feedback,
        WireJson.text(feedback, "blockReasonMessage"));
  }

  private static String sentence(String start, JsonNode rated, String message) {
    StringBuilder sentence = new StringBuilder(start);
    for (JsonNode rating : rated.path("safetyRatings")) {
      if (rating.path("blocked").asBoolean()) {
        sentence.append(", ").append(WireJson.text(rating, "category"));
      }
    }
    return message.isEmpty() ? sentence.toString() : sentence + " (" + message + ")";
  }
}
