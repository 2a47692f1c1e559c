package io.llmfailover.routing;

import java.util.HashMap;
import java.util.Map;

/**
 * How many words of a text, English or Swahili, tell of a task that is hard.
 *
 * @param hard such that one alone is enough: {@code prove}, {@code thibitisha}
 * @param thinking such as take several steps: {@code compare}, {@code linganisha}
 * @param reasons such as often come with it: {@code explain}, {@code kwa nini}
 * @param conditions such as limit an answer: {@code must}, {@code lazima}
 * @param numbers written in digits
 */
record DemandingWords(int hard, int thinking, int reasons, int conditions, int numbers) {
  private enum Kind {
    HARD,
    THINKING,
    REASON,
    CONDITION
  }

  private static final Map<String, Kind> KINDS = kinds();

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    put(
        kinds,
        Kind.HARD,
        "prove proof derive refactor debug deadlock implement algorithm theorem thibitisha");
    put(
        kinds,
        Kind.THINKING,
        "analyse analyze analysis compare comparison contrast evaluate critique design architecture"
            + " optimise optimize migrate migration solve calculate equation hypothesis"
            + " counterargument simulate chambua uchambuzi linganisha kokotoa tatua jadili tathmini"
            + " buni");
    put(
        kinds,
        Kind.REASON,
        "explain why reason reasoning estimate assumption assumptions plan strategy budget risk"
            + " risks causes consequences pros cons advantages disadvantages discuss review suggest"
            + " propose recommend tradeoff tradeoffs requirements consider evidence draft code"
            + " function class python java javascript sql query database schema regex expression"
            + " test tests contract clause policy report essay model steps eleza ueleze sababu athari"
            + " faida hasara pendekeza mifano mpango bajeti programu hatua tofauti riba onyesha"
            + " ukionyesha kina insha");
    put(
        kinds,
        Kind.CONDITION,
        "must should include includes without only least most each every exactly together twice"
            + " lazima bila pekee angalau kila");
    return Map.copyOf(kinds);
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String words) {
    for (String word : words.split(" ")) {
      kinds.put(word, kind);
    }
  }

  /**
   * Counts.
   *
   * @param text in lower case
   */
  static DemandingWords in(String text) {
    int[] counts = new int[Kind.values().length];
    int numbers = 0;
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      int end = at + 1;
      if (Character.isLetter(first)) {
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
          end++;
        }
        Kind kind = KINDS.get(text.substring(at, end));
        if (kind != null) {
          counts[kind.ordinal()]++;
        }
      } else if (Character.isDigit(first)) {
        while (end < text.length() && isInNumber(text.charAt(end))) {
          end++;
        }
        numbers++;
      }
      at = end;
    }
    return new DemandingWords(
        counts[Kind.HARD.ordinal()],
        counts[Kind.THINKING.ordinal()],
        counts[Kind.REASON.ordinal()],
        counts[Kind.CONDITION.ordinal()],
        numbers);
  }

  private static boolean isInNumber(char c) {
    return Character.isDigit(c) || c == '.' || c == ',' || c == ':';
  }

  /** What they add to an estimate, 0 to 14. */
  int points() {
    return (hard > 0 ? 3 : 0)
        + Math.min(4, 2 * thinking)
        + Math.min(4, reasons)
        + Math.min(2, conditions / 2)
        + (numbers >= 3 ? 1 : 0);
  }
}
