package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.ToolCall;
import io.llmfailover.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tool calls as Anthropic writes them. */
final class ToolUse {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern UNUSUAL = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int KEPT = 40;

  private ToolUse() {}

  /** A whole call. */
  static ObjectNode block(ToolCall call) {
    ObjectNode block = begun(call.id(), call.name());
    block.set("input", input(call.arguments()));
    return block;
  }

  /** A call whose input is still to come. */
  static ObjectNode begun(String id, String name) {
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    block.put("type", "tool_use").put("id", id(id)).put("name", name);
    block.putObject("input");
    return block;
  }

  /**
   * An id in the letters Anthropic takes, so that the conversation can go on with one of its links.
   * The same id always becomes the same.
   */
  static String id(String given) {
    if (ID.matcher(given).matches()) {
      return given;
    }
    String plain = UNUSUAL.matcher(given).replaceAll("_");
    return plain.substring(0, Math.min(KEPT, plain.length()))
        + "_"
        + Integer.toHexString(given.hashCode());
  }

  /** The arguments as the object an input must be; what a model wrote instead is wrapped. */
  private static ObjectNode input(String arguments) {
    try {
      JsonNode parsed = Json.read(arguments.getBytes(StandardCharsets.UTF_8));
      if (parsed instanceof ObjectNode input) {
        return input;
      }
    } catch (InvalidPromptException noJson) {
      // Wrapped like any other value that is no object.
    }
    return JsonNodeFactory.instance.objectNode().put("arguments", arguments);
  }
}
