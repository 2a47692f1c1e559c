package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Iterator;

/**
 * Thinking without a signature. It reaches a caller when a stream that Claude began to think in was
 * ended by a link of another dialect; Anthropic refuses a request that holds it.
 */
final class UnsignedThinking {
  private UnsignedThinking() {}

  /** Takes it out of these messages, and a message that held nothing else. */
  static void removeFrom(JsonNode messages) {
    if (!messages.isArray()) {
      return;
    }
    for (Iterator<JsonNode> each = messages.iterator(); each.hasNext(); ) {
      JsonNode content = each.next().path("content");
      if (content instanceof ArrayNode blocks && removed(blocks) && blocks.isEmpty()) {
        each.remove();
      }
    }
  }

  private static boolean removed(ArrayNode blocks) {
    int before = blocks.size();
    for (Iterator<JsonNode> each = blocks.iterator(); each.hasNext(); ) {
      JsonNode block = each.next();
      if (block.path("type").asText().equals("thinking")
          && block.path("signature").asText().isEmpty()) {
        each.remove();
      }
    }
    return blocks.size() < before;
  }
}
