package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Prompt;
import io.llmfailover.provider.WireJson;

/** The tool that stands in for a JSON mode on models without one: its input is the answer. */
final class JsonTool {
  static final String NAME = "json";

  /** Holds the answer when it is not an object, which a tool's input must be. */
  private static final String WRAPPER = "value";

  private JsonTool() {}

  /**
   * Whether this {@code tool_use} block is the answer: it calls {@link #NAME}, JSON was asked, and
   * the caller has no tool of that name.
   */
  static boolean isCalledBy(JsonNode block, Prompt prompt) {
    return WireJson.text(block, "name").equals(NAME)
        && prompt.format().isJson()
        && prompt.tools().stream().noneMatch(tool -> tool.name().equals(NAME));
  }

  /** The tool's declaration. */
  static ObjectNode declared(JsonNode schema) {
    ObjectNode tool = WireJson.object().put("name", NAME);
    tool.put("description", "Gives the answer. Its input is the whole answer, as JSON.");
    tool.set("input_schema", wraps(schema) ? wrapped(schema) : schema);
    return tool;
  }

  /** The answer in the tool's input. */
  static String answer(Prompt prompt, JsonNode input) {
    JsonNode answer = wraps(prompt) && input.has(WRAPPER) ? input.get(WRAPPER) : input;
    return answer.isMissingNode() || answer.isNull() ? "" : WireJson.compact(answer);
  }

  /** Whether the answer is a part of the tool's input rather than all of it. */
  static boolean wraps(Prompt prompt) {
    return prompt.format().schemaIfAny().map(JsonTool::wraps).orElse(false);
  }

  /** Anthropic refuses a tool's input that is not simply an object. */
  private static boolean wraps(JsonNode schema) {
    return !schema.path("type").asText().equals("object")
        || schema.has("anyOf")
        || schema.has("oneOf")
        || schema.has("allOf");
  }

  private static ObjectNode wrapped(JsonNode schema) {
    ObjectNode wrapper = WireJson.object().put("type", "object");
    wrapper.putObject("properties").set(WRAPPER, schema);
    wrapper.putArray("required").add(WRAPPER);
    // References inside the schema start at the root, which is the wrapper now.
    for (String definitions : new String[] {"$defs", "definitions"}) {
      if (schema.has(definitions)) {
        wrapper.set(definitions, schema.get(definitions));
      }
    }
    return wrapper;
  }
}
