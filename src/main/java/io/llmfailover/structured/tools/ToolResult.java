package io.llmfailover.structured.tools;

import io.llmfailover.structured.Words;

/**
 * What the model is told of a call.
 *
 * @param content text or JSON
 * @param failed whether the tool failed, and {@code content} says so
 */
record ToolResult(String content, boolean failed) {
  /** About as much as fits the smallest context windows; more would fail every link. */
  private static final int LONGEST = 100_000;

  /** What a tool gave back. */
  static ToolResult of(String content) {
    if (content.length() <= LONGEST) {
      return new ToolResult(content, false);
    }
    String start = Words.whole(content, LONGEST);
    return new ToolResult(
        start
            + "\n[cut here: the first "
            + start.length()
            + " of "
            + content.length()
            + " characters]",
        false);
  }

  /** It failed, and this is all the model is told. */
  static ToolResult failure(String content) {
    return new ToolResult(content, true);
  }
}
