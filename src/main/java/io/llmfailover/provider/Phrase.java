package io.llmfailover.provider;

import java.util.List;
import java.util.stream.Stream;

/**
 * Words that appear in a text, in lower case. {@code *} stands for anything short between them,
 * {@code {a|b}} for either. Searching is plain substring search: it takes no longer on hostile
 * texts than on honest ones. {@link PhraseIndex} finds where phrases begin.
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

  /** What it may begin with: the words before the first {@code *}. */
  List<String> beginnings() {
    return List.of(parts[0]);
  }

  /** The part of a text in which what follows {@code *} must begin and end. */
  static String near(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + GAP));
  }

  /**
   * Whether the rest of the words follows one of its beginnings.
   *
   * @param text in lower case
   * @param from where the beginning ends
   * @param near what is {@link #near} there
   */
  boolean goesOn(String text, int from, String near) {
    return parts.length == 1 || restFollows(text, from, near, 1);
  }

  private boolean restFollows(String text, int from, String near, int part) {
    for (String next : parts[part]) {
      int at = near.indexOf(next);
      if (at < 0) {
        continue;
      }
      int end = from + at + next.length();
      if (part + 1 == parts.length || restFollows(text, end, near(text, end), part + 1)) {
        return true;
      }
    }
    return false;
  }
}
