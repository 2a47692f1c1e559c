package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code tools} and {@code tool_choice} of one request. */
final class ToolsReader {
  private static final int LONGEST_NAME = 64;
  private static final Set<String> TOLD =
      Set.of("type", "name", "description", "input_schema", "cache_control");

  private final Fields body;
  private final Leftovers leftovers;
  private final List<Tool> tools = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  ToolsReader(Fields body, Leftovers leftovers) {
    this.body = body;
    this.leftovers = leftovers;
  }

  void read(Prompt.Builder prompt) {
    List<Fields> declared = body.list("tools");
    declared.forEach(this::tool);
    prompt.tools(tools);
    body.inner("tool_choice").ifPresent(choice -> prompt.toolChoice(choice(choice)));
  }

  private void tool(Fields tool) {
    leftovers.cacheControl(tool);
    if (!tool.text("type").orElse("custom").equals("custom")) {
      tool.text("name").ifPresent(names::add);
      leftovers.onlyThere("server tools");
      return;
    }
    String name = tool.neededText("name");
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw tool.wrong("name", "must have 1 to " + LONGEST_NAME + " characters");
    }
    JsonNode schema = tool.needed("input_schema");
    if (!schema.isObject()) {
      throw tool.wrong("input_schema", "must be a JSON Schema, an object");
    }
    names.add(name);
    tools.add(new Tool(name, tool.text("description").orElse(""), schema));
    tool.object()
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!TOLD.contains(member) && tool.has(member)) {
                leftovers.untold("tools." + member);
              }
            });
  }

  private ToolChoice choice(Fields choice) {
    if (choice.flag("disable_parallel_tool_use")) {
      leftovers.untold("disable_parallel_tool_use");
    }
    String type = choice.neededText("type");
    return switch (type) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "any" -> {
        if (names.isEmpty() && !body.has("mcp_servers")) {
          throw choice.wrong("type", "any needs tools");
        }
        yield ToolChoice.REQUIRED;
      }
      case "tool" -> named(choice);
      default -> throw choice.wrong("type", "must be auto, any, tool or none");
    };
  }

  private ToolChoice named(Fields choice) {
    String name = choice.neededText("name");
    if (!names.contains(name)) {
      throw choice.wrong("name", "is none of the tools");
    }
    return ToolChoice.named(name);
  }
}
