package io.llmfailover.structured.tools;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The tools of all beans one prompt offers, by their names. Immutable and thread-safe. */
final class Toolset {
  private final Map<String, BeanTool> tools = new LinkedHashMap<>();

  /**
   * The tools of a prompt's beans.
   *
   * @throws InvalidPromptException when a bean has none, or two tools have the same name
   */
  Toolset(Prompt prompt, Function<Class<?>, ToolBox> boxes) {
    for (Class<?> offered : prompt.toolBeans().stream().distinct().toList()) {
      ToolBox box = boxes.apply(offered);
      for (ToolMethod method : box.tools()) {
        add(new BeanTool(box.bean(), method));
      }
    }
    for (Tool other : prompt.tools()) {
      BeanTool same = tools.get(other.name());
      if (same != null) {
        throw new InvalidPromptException(
            "toolsOf", "both a tool of the prompt and " + same + " are called " + other.name());
      }
    }
  }

  private void add(BeanTool tool) {
    BeanTool same = tools.putIfAbsent(tool.name(), tool);
    if (same != null) {
      throw new InvalidPromptException(
          "toolsOf", "both " + same + " and " + tool + " are called " + tool.name());
    }
  }

  /** The prompt as links see it: with these tools besides its own. */
  Prompt offeredIn(Prompt prompt) {
    List<Tool> all = new ArrayList<>(prompt.tools());
    tools.values().forEach(tool -> all.add(tool.described()));
    return prompt.toBuilder().tools(all).toolsOf().build();
  }

  /** Whether there are calls, all of them of these tools. */
  boolean canRun(List<ToolCall> calls) {
    return !calls.isEmpty() && calls.stream().allMatch(call -> tools.containsKey(call.name()));
  }

  /** Runs a call that {@link #canRun} was told of. As {@link BeanTool#run}. */
  CompletionStage<ToolResult> run(ToolCall call, String generation) {
    return tools.get(call.name()).run(call, generation);
  }
}
