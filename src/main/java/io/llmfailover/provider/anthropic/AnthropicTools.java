package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes tools, the choice among them, and the form of answer into a body. */
final class AnthropicTools {
  private final Prompt prompt;
  private final OwnWords own;
  private final ObjectNode body;

  AnthropicTools(Prompt prompt, OwnWords own, ObjectNode body) {
    this.prompt = prompt;
    this.own = own;
    this.body = body;
  }

  void write(AnthropicFormat format) {
    outputConfig(format);
    if (format == AnthropicFormat.TOOL) {
      body.putArray("tools").add(JsonTool.declared(prompt.format().schemaIfAny().orElseThrow()));
      body.putObject("tool_choice").put("type", "tool").put("name", JsonTool.NAME);
    } else if (!own.get("tools").isEmpty()) {
      body.set("tools", own.get("tools"));
    } else if (prompt.tools().isEmpty()) {
      toolsOfHistory();
    } else {
      ArrayNode tools = body.putArray("tools");
      prompt.tools().forEach(tool -> declare(tool, tools.addObject()));
      choice(prompt.toolChoice());
    }
  }

  /** The form of answer in the caller's own words; no object when there is none. */
  static JsonNode ownFormat(OwnWords own) {
    JsonNode current = own.get("output_config").path("format");
    // The same under its earlier name, which is taken only with a header of its own.
    return current.isObject() ? current : own.get("output_format");
  }

  /** The caller's own form where the link takes one; other settings stay in any case. */
  private void outputConfig(AnthropicFormat format) {
    ObjectNode config =
        own.get("output_config") instanceof ObjectNode told ? told.deepCopy() : WireJson.object();
    JsonNode asked = ownFormat(own);
    config.remove("format");
    if (asked.isObject() && (format == AnthropicFormat.NONE || format == AnthropicFormat.SETTING)) {
      config.set("format", asked);
    } else if (format == AnthropicFormat.SETTING) {
      ObjectNode setting = config.putObject("format").put("type", "json_schema");
      setting.set("schema", prompt.format().schemaIfAny().flatMap(ClosedSchema::of).orElseThrow());
    }
    if (!config.isEmpty()) {
      body.set("output_config", config);
    }
  }

  private static void declare(Tool tool, ObjectNode declared) {
    declared.put("name", AnthropicDialect.TOOL_NAMES.wire(tool.name()));
    if (!tool.description().isBlank()) {
      declared.put("description", tool.description());
    }
    declared.set("input_schema", ToolWriting.parameters(tool));
  }

  private void choice(ToolChoice choice) {
    switch (choice.mode()) {
      case AUTO -> {
        // Anthropic's own default.
      }
      case NONE -> body.putObject("tool_choice").put("type", "none");
      case REQUIRED -> body.putObject("tool_choice").put("type", "any");
      case NAMED ->
          body.putObject("tool_choice")
              .put("type", "tool")
              .put("name", AnthropicDialect.TOOL_NAMES.wire(choice.toolName()));
    }
  }

  /** Anthropic refuses calls in a history unless tools are declared; these may not be called. */
  private void toolsOfHistory() {
    Set<String> names = new LinkedHashSet<>();
    for (Message message : prompt.messages()) {
      if (message instanceof Message.FromModel said) {
        said.toolCalls().stream().map(ToolCall::name).forEach(names::add);
      }
    }
    if (names.isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (String name : names) {
      ObjectNode declared = tools.addObject();
      declared.put("name", AnthropicDialect.TOOL_NAMES.wire(name));
      declared.putObject("input_schema").put("type", "object");
    }
    body.putObject("tool_choice").put("type", "none");
  }
}
