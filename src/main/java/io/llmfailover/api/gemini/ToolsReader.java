package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import io.llmfailover.api.WholeCharacters;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code tools} and {@code toolConfig}. */
final class ToolsReader {
  private static final int LONGEST_NAME = 64;
  private static final Set<String> FUNCTIONS = Set.of("functionDeclarations");
  private static final Set<String> CALLING = Set.of("functionCallingConfig");

  /** What a function gives back is told to nobody: it changes no answer. */
  private static final Set<String> DECLARED =
      Set.of(
          "name",
          "description",
          "parameters",
          "parametersJsonSchema",
          "response",
          "responseJsonSchema");

  private ToolsReader() {}

  /**
   * The tools on offer, and the rule for calling them. Where only some of them may be called, only
   * those are on offer.
   */
  record Offer(List<Tool> tools, ToolChoice choice) {}

  static Offer read(Fields body, Untellable untellable) {
    List<Tool> tools = new ArrayList<>();
    for (Fields entry : body.inners("tools")) {
      for (Fields function : entry.inners("functionDeclarations")) {
        tools.add(tool(function));
        untellable.untoldBesides(DECLARED, function);
      }
      if (!entry.besides(FUNCTIONS).isEmpty()) {
        untellable.onlyThere("Google's own tools");
      }
    }
    return body.inner("toolConfig")
        .map(config -> chosen(config, tools, untellable))
        .orElseGet(() -> new Offer(tools, ToolChoice.AUTO));
  }

  private static Tool tool(Fields function) {
    String name = function.needed("name");
    if (name.length() > LONGEST_NAME) {
      throw function.wrong("name", "has at most " + LONGEST_NAME + " characters");
    }
    return new Tool(name, function.text("description").orElse(""), parameters(function));
  }

  private static JsonNode parameters(Fields function) {
    return function
        .inner("parametersJsonSchema")
        .map(Fields::object)
        .or(() -> function.inner("parameters").map(schema -> OpenApiSchema.told(schema.object())))
        .orElseGet(WireJson::object);
  }

  private static Offer chosen(Fields config, List<Tool> tools, Untellable untellable) {
    untellable.untoldBesides(CALLING, config);
    Fields calling = config.inner("functionCallingConfig").orElse(null);
    if (calling == null) {
      return new Offer(tools, ToolChoice.AUTO);
    }
    List<String> allowed = calling.texts("allowedFunctionNames");
    return switch (calling.text("mode").orElse("AUTO").toUpperCase(Locale.ROOT)) {
      case "AUTO", "VALIDATED", "MODE_UNSPECIFIED" -> new Offer(tools, ToolChoice.AUTO);
      case "NONE" -> new Offer(tools, ToolChoice.NONE);
      case "ANY" ->
          allowed.size() == 1
              ? new Offer(tools, ToolChoice.named(known(calling, tools, allowed.get(0))))
              : new Offer(among(calling, tools, allowed), ToolChoice.REQUIRED);
      default -> throw calling.wrong("mode", "must be AUTO, NONE, ANY or VALIDATED");
    };
  }

  private static List<Tool> among(Fields calling, List<Tool> tools, List<String> allowed) {
    allowed.forEach(name -> known(calling, tools, name));
    return allowed.isEmpty()
        ? tools
        : tools.stream().filter(tool -> allowed.contains(tool.name())).toList();
  }

  private static String known(Fields calling, List<Tool> tools, String name) {
    if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      throw calling.wrong(
          "allowedFunctionNames", "names no function: " + WholeCharacters.shown(name));
    }
    return name;
  }
}
