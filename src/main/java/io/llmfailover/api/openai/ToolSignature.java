package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.ToolCall;

/**
 * The state Gemini wants back with a tool call, where Google's own OpenAI surface has it: {@code
 * extra_content.google.thought_signature}. States of other providers are not shown here.
 */
final class ToolSignature {
  /** Says whose state it is, towards the links. */
  private static final String MARK = "gemini:";

  private ToolSignature() {}

  /** The state of a tool call in a request; empty for none. */
  static String read(JsonNode call) {
    JsonNode sent = call.path("extra_content").path("google").path("thought_signature");
    return sent.isTextual() && !sent.textValue().isEmpty() ? MARK + sent.textValue() : "";
  }

  /** Writes the state of {@link ToolCall#signature()} to a tool call. */
  static void write(String signature, ObjectNode call) {
    if (signature.startsWith(MARK)) {
      call.putObject("extra_content")
          .putObject("google")
          .put("thought_signature", signature.substring(MARK.length()));
    }
  }
}
