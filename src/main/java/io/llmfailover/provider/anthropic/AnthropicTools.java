package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ToolWriting;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes tools, the choice among them, and the form of answer into a body. */
final class AnthropicTools {
  private final Prompt prompt;
  private final ObjectNode body;

  AnthropicTools(ProviderCall call, ObjectNode body) {
    this.prompt = call.prompt();
    this.body = body;
  }

  void write(AnthropicFormat format) {
    if (format == AnthropicFormat.SETTING) {
      ObjectNode asked = body.putObject("output_config").putObject("format");
      asked.put("type", "json_schema");
      asked.set("schema", ClosedSchema.of(prompt.format().schemaIfAny().orElseThrow()));
    }
    if (format == AnthropicFormat.TOOL) {
      body.putArray("tools").add(JsonTool.declared(prompt.format().schemaIfAny().orElseThrow()));
      body.putObject("tool_choice").put("type", "tool").put("name", JsonTool.NAME);
    } else if (prompt.tools().isEmpty()) {
      toolsOfHistory();
    } else {
      ArrayNode tools = body.putArray("tools");
      prompt.tools().forEach(tool -> declare(tool, tools.addObject()));
      choice(prompt.toolChoice());
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
