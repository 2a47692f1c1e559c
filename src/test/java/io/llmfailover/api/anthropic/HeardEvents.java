package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Json;
import java.util.ArrayList;
import java.util.List;

/** Hears events, and assembles a message from them the way Anthropic's SDKs do. */
final class HeardEvents implements EventSink {
  private final List<JsonNode> all = new ArrayList<>();

  @Override
  public void event(String type, byte[] data) {
    JsonNode event = Json.read(data);
    if (!event.path("type").asText().equals(type)) {
      throw new IllegalStateException("event " + type + " holds " + event);
    }
    all.add(event);
  }

  List<JsonNode> all() {
    return all;
  }

  JsonNode last() {
    return all.get(all.size() - 1);
  }

  /** The types, with the index of the block. */
  List<String> types() {
    return all.stream()
        .map(
            event ->
                event.path("type").asText()
                    + (event.has("index") ? " " + event.path("index").asInt() : ""))
        .toList();
  }

  /** The message. Throws what an SDK would not have put up with. */
  ObjectNode message() {
    ObjectNode message = null;
    List<StringBuilder> inputs = new ArrayList<>();
    int open = -1;
    for (JsonNode event : all) {
      String type = event.path("type").asText();
      if (type.equals("message_start")) {
        require(message == null, "a second message_start");
        message = (ObjectNode) event.path("message").deepCopy();
        continue;
      }
      require(message != null || type.equals("ping"), type + " before message_start");
      switch (type) {
        case "ping", "message_stop" -> {}
        case "content_block_start" -> {
          ArrayNode content = message.withArray("content");
          require(open == -1, "two open blocks");
          open = event.path("index").asInt(-2);
          require(open == content.size(), "index " + open + " after " + content.size() + " blocks");
          content.add(event.path("content_block").deepCopy());
          inputs.add(new StringBuilder());
        }
        case "content_block_delta" -> {
          require(open == event.path("index").asInt(-2), "a delta for a block not open");
          JsonNode block = message.path("content").path(open);
          add((ObjectNode) block, event.path("delta"), inputs.get(open));
        }
        case "content_block_stop" -> {
          require(open == event.path("index").asInt(-2), "the end of a block not open");
          if (inputs.get(open).length() > 0) {
            ((ObjectNode) message.path("content").path(open))
                .set("input", Wire.json(inputs.get(open).toString()));
          }
          open = -1;
        }
        case "message_delta" -> {
          require(open == -1, "message_delta inside a block");
          message.setAll((ObjectNode) event.path("delta"));
          ((ObjectNode) message.path("usage")).setAll((ObjectNode) event.path("usage"));
        }
        default -> throw new IllegalStateException("unknown event " + type);
      }
    }
    require(last().path("type").asText().equals("message_stop"), "no message_stop at the end");
    return message;
  }

  private static void add(ObjectNode block, JsonNode delta, StringBuilder input) {
    String type = delta.path("type").asText();
    String kind = block.path("type").asText();
    switch (type) {
      case "text_delta", "thinking_delta" -> {
        String name = type.equals("text_delta") ? "text" : "thinking";
        require(kind.equals(name), type + " in " + kind);
        block.put(name, block.path(name).asText() + delta.path(name).asText());
      }
      case "signature_delta" -> {
        require(kind.equals("thinking"), type + " in " + kind);
        block.set("signature", delta.path("signature"));
      }
      case "input_json_delta" -> {
        require(kind.equals("tool_use"), type + " in " + kind);
        input.append(delta.path("partial_json").asText());
      }
      default -> throw new IllegalStateException("unknown delta " + type);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
