package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import java.util.Optional;

/** What every dialect wants of tools and of earlier calls. */
public final class ToolWriting {
  private ToolWriting() {}

  /**
   * The tool's parameters as a schema of an object, which providers demand even when there are no
   * parameters. Not to be changed: it may be the caller's own node.
   */
  public static ObjectNode parameters(Tool tool) {
    if (tool.parameters() instanceof ObjectNode schema && !schema.isEmpty()) {
      return schema.path("type").isMissingNode() ? typed(schema) : schema;
    }
    ObjectNode none = WireJson.object().put("type", "object");
    none.putObject("properties");
    return none;
  }

  /** The arguments when they are a JSON object, as they must be in a history. */
  public static Optional<ObjectNode> arguments(ToolCall earlier) {
    return WireJson.parse(earlier.arguments())
        .filter(JsonNode::isObject)
        .map(ObjectNode.class::cast);
  }

  /** The arguments as a JSON object; what a model wrote instead is wrapped, with a notice. */
  public static ObjectNode argumentsOrWrapped(ToolCall earlier, ProviderCall call) {
    return arguments(earlier)
        .orElseGet(
            () -> {
              call.notice(
                  "Arguments of an earlier tool call were no JSON object and were wrapped.");
              return WireJson.object().put("arguments", earlier.arguments());
            });
  }

  private static ObjectNode typed(ObjectNode schema) {
    ObjectNode typed = WireJson.object().put("type", "object");
    typed.setAll(schema);
    return typed;
  }
}
