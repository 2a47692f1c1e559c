package io.llmfailover.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant, by edit distance. */
final class NearestName {
  private NearestName() {}

  /**
   * The candidate that takes the fewest edits.
   *
   * @param candidates at least one
   */
  static String to(String written, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance: insertions, deletions and replacements of single characters. */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        int oneMore = 1 + Math.min(above[column], current[column - 1]);
        current[column] = Math.min(oneMore, above[column - 1] + replaced);
      }
      above = current;
    }
    return above[to.length()];
  }
}
