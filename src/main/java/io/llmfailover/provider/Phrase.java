package io.llmfailover.provider;

import java.util.List;

/**
 * Words that appear in a text, in lower case; {@code *} stands for anything short between them.
 * Searching takes time linear in the text for all practical texts, whatever they hold.
 */
final class Phrase {
  /** What {@code *} may stand for at most, in characters: about one clause. */
  private static final int GAP = 70;

  private final String first;
  private final List<String> then;

  private Phrase(String[] parts) {
    this.first = parts[0];
    this.then = List.of(parts).subList(1, parts.length);
  }

  static Phrase of(String words) {
    return new Phrase(words.split("\\*"));
  }

  /** Whether the text, in lower case, has these words. */
  boolean isIn(String text) {
    for (int at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
      if (follows(text, at + first.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean follows(String text, int from) {
    int after = from;
    for (String next : then) {
      int at =
          text.substring(after, Math.min(text.length(), after + GAP + next.length())).indexOf(next);
      if (at < 0) {
        return false;
      }
      after += at + next.length();
    }
    return true;
  }
}
