package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;

/** Reads what both OpenAI APIs say alike about tools. */
final class ToolReader {
  private ToolReader() {}

  /**
   * Reads one function.
   *
   * @param function the object with {@code name}, {@code description} and {@code parameters}
   */
  static Tool tool(Fields function) {
    JsonNode parameters =
        function.field("parameters").orElse(JsonNodeFactory.instance.objectNode());
    if (!parameters.isObject()) {
      throw function.wrong("parameters", "must be a JSON Schema, an object");
    }
    String name = function.needed("name");
    try {
      return new Tool(name, function.text("description").orElse(""), parameters);
    } catch (InvalidPromptException refused) {
      throw function.wrong("name", "must have 1 to 64 characters");
    }
  }

  /** The choice a word stands for. */
  static ToolChoice choice(String word) {
    return switch (word) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      default ->
          throw new InvalidPromptException(
              "tool_choice", "must be auto, none, required or an object that names a function");
    };
  }
}
