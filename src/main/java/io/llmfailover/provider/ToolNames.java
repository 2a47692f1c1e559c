package io.llmfailover.provider;

import io.llmfailover.Prompt;
import io.llmfailover.Tool;

/**
 * A dialect's rule for tool names, and the way there and back for names that break it. Needs no
 * memory between request and answer: the same name always maps to the same one.
 *
 * @param others what is allowed besides ASCII letters, digits and underscore
 * @param digitFirst whether a name may begin with something other than a letter or underscore
 * @param longest characters at most
 */
public record ToolNames(String others, boolean digitFirst, int longest) {
  private static final int STAND_IN = 8;

  /** The name as it is sent. */
  public String wire(String name) {
    if (fits(name)) {
      return name;
    }
    StringBuilder wire = new StringBuilder(longest);
    if (!digitFirst && !name.isEmpty() && !opens(name.charAt(0))) {
      wire.append('_');
    }
    for (int i = 0; i < name.length() && wire.length() < longest - STAND_IN - 1; i++) {
      char c = name.charAt(i);
      wire.append(allowed(c) ? c : '_');
    }
    // The stand-in keeps two names apart that differ only in what was replaced or cut off.
    return wire.append('_').append(ToolIds.standIn(name, STAND_IN)).toString();
  }

  /** The caller's own name for a tool the answer names. */
  public String original(String wire, Prompt prompt) {
    for (Tool tool : prompt.tools()) {
      if (tool.name().equals(wire) || (!fits(tool.name()) && wire(tool.name()).equals(wire))) {
        return tool.name();
      }
    }
    return wire;
  }

  private boolean fits(String name) {
    if (name.isEmpty() || name.length() > longest || (!digitFirst && !opens(name.charAt(0)))) {
      return false;
    }
    return name.chars().allMatch(c -> allowed((char) c));
  }

  private boolean allowed(char c) {
    return opens(c) || (c >= '0' && c <= '9') || others.indexOf(c) >= 0;
  }

  private static boolean opens(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
