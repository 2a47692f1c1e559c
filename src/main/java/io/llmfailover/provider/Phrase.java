package io.llmfailover.provider;

import java.util.List;
import java.util.stream.Stream;

/**
 * Words that appear in a text, in lower case. {@code *} stands for anything short between them,
 * {@code {a|b}} for either. Searching is plain substring search: it takes no longer on hostile
 * texts than on honest ones.
 */
final class Phrase {
  /** What {@code *} may stand for at most, in characters: about one clause. */
  private static final int GAP = 70;

  private final String[][] parts;

  private Phrase(String[][] parts) {
    this.parts = parts;
  }

  static Phrase of(String words) {
    return new Phrase(
        Stream.of(words.split("\\*"))
            .map(part -> alternatives(part).toArray(String[]::new))
            .toArray(String[][]::new));
  }

  private static List<String> alternatives(String part) {
    int open = part.indexOf('{');
    int close = part.indexOf('}');
    if (open < 0 || close < 0) {
      return List.of(part);
    }
    String before = part.substring(0, open);
    List<String> endings = alternatives(part.substring(close + 1));
    return Stream.of(part.substring(open + 1, close).split("\\|", -1))
        .flatMap(either -> endings.stream().map(ending -> before + either + ending))
        .toList();
  }

  /** Whether the text, in lower case, has these words. */
  boolean isIn(String text) {
    for (String first : parts[0]) {
      for (int at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
        if (restFollows(text, at + first.length(), 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean restFollows(String text, int from, int part) {
    if (part == parts.length) {
      return true;
    }
    String near = text.substring(from, Math.min(text.length(), from + GAP));
    for (String next : parts[part]) {
      int at = near.indexOf(next);
      if (at >= 0 && restFollows(text, from + at + next.length(), part + 1)) {
        return true;
      }
    }
    return false;
  }
}
