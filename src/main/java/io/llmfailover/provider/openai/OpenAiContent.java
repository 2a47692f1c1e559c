package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.WireJson;

/**
 * What a message says.
 *
 * @param text the answer
 * @param reasoning what was thought aloud
 * @param refusal the words of refusal
 */
record OpenAiContent(String text, String reasoning, String refusal) {

  static OpenAiContent of(JsonNode message) {
    JsonNode content = message.path("content");
    String refusal = WireJson.text(message, "refusal");
    // DeepSeek's name and Groq's, OpenRouter's and Together's; a server that sends both repeats
    // itself.
    String aloud = WireJson.text(message, "reasoning_content");
    String reasoning = aloud.isEmpty() ? WireJson.text(message, "reasoning") : aloud;
    // Mistral answers with parts.
    return content.isArray()
        ? ofParts(content, reasoning, refusal)
        : new OpenAiContent(WireJson.text(message, "content"), reasoning, refusal);
  }

  private static OpenAiContent ofParts(JsonNode parts, String aloud, String refused) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder(aloud);
    StringBuilder refusal = new StringBuilder(refused);
    parts.forEach(part -> take(part, text, reasoning, refusal));
    return new OpenAiContent(text.toString(), reasoning.toString(), refusal.toString());
  }

  private static void take(
      JsonNode part, StringBuilder text, StringBuilder reasoning, StringBuilder refusal) {
    if (part.isTextual()) {
      text.append(part.textValue());
      return;
    }
    switch (WireJson.text(part, "type")) {
      case "text", "output_text", "" -> text.append(WireJson.text(part, "text"));
      case "thinking" -> {
        reasoning.append(WireJson.text(part, "thinking"));
        part.path("thinking").forEach(piece -> reasoning.append(WireJson.text(piece, "text")));
      }
      case "refusal" -> refusal.append(WireJson.text(part, "refusal"));
      default -> {
        // References and the like are no part of the text.
      }
    }
  }
}
