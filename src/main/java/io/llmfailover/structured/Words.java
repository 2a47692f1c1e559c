package io.llmfailover.structured;

/** Keeps what others say short enough for a log line, and for a model. */
final class Words {
  /** Whole objections. */
  private static final int MOST = 1_000;

  /** One thing that is wrong. */
  private static final int MOST_OF_ONE = 200;

  private Words() {}

  /** The text on one line, its packages left out, cut where it gets long. */
  static String line(String text) {
    return cut(
        text.replaceAll("\\b(?:[a-z_][a-z0-9_]*\\.)+(?=[A-Z])", "").replaceAll("\\s+", " ").strip(),
        MOST_OF_ONE);
  }

  /** The text, cut where it gets too long for an objection. */
  static String all(String text) {
    return cut(text, MOST);
  }

  /** The text, with at most so many characters. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
