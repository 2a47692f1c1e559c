package io.llmfailover.api.anthropic;

/** Watches a JSON object go by in pieces, and knows when it is closed. */
final class ArgumentsEnd {
  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean closed;

  void read(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      read(piece.charAt(i));
    }
  }

  /** Whether the object is whole; false before it began. */
  boolean reached() {
    return closed;
  }

  private void read(char c) {
    if (escaped) {
      escaped = false;
    } else if (inText) {
      escaped = c == '\\';
      inText = c != '"';
    } else if (c == '"') {
      inText = true;
    } else if (c == '{' || c == '[') {
      depth++;
      closed = false;
    } else if (c == '}' || c == ']') {
      depth--;
      closed = depth == 0;
    }
  }
}
