package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.WireJson;
import java.util.Iterator;
import java.util.List;

/** Writes the caller's own messages and rules, no more of them changed than Anthropic demands. */
final class OwnMessages {
  private OwnMessages() {}

  /** Copies of all messages. */
  static ArrayNode written(ArrayNode own) {
    ArrayNode messages = own.arrayNode();
    for (JsonNode message : own) {
      JsonNode copy = message.deepCopy();
      // A message that held nothing but unsigned thoughts would be refused as empty.
      if (!(copy.path("content") instanceof ArrayNode blocks
          && dropUnsigned(blocks)
          && blocks.isEmpty())) {
        messages.add(copy);
      }
    }
    return messages;
  }

  /** Thoughts without a signature are another provider's: Anthropic refuses them. */
  private static boolean dropUnsigned(ArrayNode blocks) {
    boolean dropped = false;
    for (Iterator<JsonNode> all = blocks.iterator(); all.hasNext(); ) {
      JsonNode block = all.next();
      if (WireJson.text(block, "type").equals("thinking")
          && WireJson.text(block, "signature").isEmpty()) {
        all.remove();
        dropped = true;
      }
    }
    return dropped;
  }

  /** Whether the last message is the beginning of an answer, rather than a turn that was paused. */
  static boolean endInPrefill(ArrayNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    if (!WireJson.text(last, "role").equals("assistant")) {
      return false;
    }
    JsonNode content = last.path("content");
    return content.isTextual()
        || WireJson.text(content.path(content.size() - 1), "type").equals("text");
  }

  /** The rules with more of them below; missing when there are none at all. */
  static JsonNode rules(JsonNode own, String more) {
    if (more.isEmpty()) {
      return own;
    }
    ArrayNode blocks = WireJson.object().arrayNode();
    if (own instanceof ArrayNode told) {
      blocks.addAll(told);
      ObjectNode block = WireJson.object().put("type", "text").put("text", more);
      return blocks.add(block);
    }
    return blocks.textNode(
        Conversation.joined(List.of(own.isTextual() ? own.textValue() : "", more)));
  }
}
