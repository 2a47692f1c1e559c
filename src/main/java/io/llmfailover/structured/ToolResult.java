package io.llmfailover.structured;

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
    // Half a character would make the whole request unreadable.
    int end = Character.isHighSurrogate(content.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return new ToolResult(
        content.substring(0, end)
            + "\n[cut here: the first "
            + end
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
