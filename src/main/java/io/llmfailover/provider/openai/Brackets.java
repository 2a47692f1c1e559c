package io.llmfailover.provider.openai;

/** Follows a JSON text as it comes, just far enough to know whether it is whole. */
final class Brackets {
  private int depth;
  private boolean opened;
  private boolean quoted;
  private boolean escaped;

  /** More of the text. */
  void take(String more) {
    for (int i = 0; i < more.length(); i++) {
      take(more.charAt(i));
    }
  }

  /** Whether an object or an array has been opened. */
  boolean opened() {
    return opened;
  }

  /** Whether an object or an array has been opened and closed again. */
  boolean whole() {
    return opened && depth <= 0 && !quoted;
  }

  private void take(char c) {
    if (escaped) {
      escaped = false;
    } else if (quoted) {
      escaped = c == '\\';
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      opened = true;
      depth++;
    } else if (c == '}' || c == ']') {
      depth--;
    }
  }
}
