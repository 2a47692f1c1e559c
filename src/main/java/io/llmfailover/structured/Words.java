package io.llmfailover.structured;

import java.util.regex.Pattern;

/** Keeps what others say short enough for a log line, and for a model. */
public final class Words {
  /** Whole objections. */
  private static final int MOST = 1_000;

  /** One thing that is wrong. */
  private static final int MOST_OF_ONE = 200;

  /** One name in a place. */
  private static final int MOST_OF_STEP = 80;

  private static final int MOST_OF_PLACE = 150;

  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z_][a-z0-9_]*\\.)+(?=[A-Z])");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private Words() {}

  /** What is wrong at the place of this JSON pointer. */
  public static String at(String pointer, String what) {
    return (pointer.isEmpty() ? "the whole" : start(pointer, MOST_OF_PLACE)) + ": " + what;
  }

  /** The part of a JSON pointer that leads to the property of this name, or to this index. */
  public static String step(Object name) {
    return "/" + cut(name.toString(), MOST_OF_STEP).replace("~", "~0").replace("/", "~1");
  }

  /** The text on one line, its packages left out, cut where it gets long. */
  public static String line(String text) {
    String bare = PACKAGES.matcher(text).replaceAll("");
    return cut(BLANKS.matcher(bare).replaceAll(" ").strip(), MOST_OF_ONE);
  }

  /** The text, cut where it gets too long for an objection. */
  public static String all(String text) {
    return cut(text, MOST);
  }

  /** The beginning of a text, on one line and with at most so many characters. */
  public static String start(String text, int most) {
    return BREAKS.matcher(cut(text, most)).replaceAll(" ");
  }

  /** The text, with at most so many characters. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : whole(text, most - 1) + "…";
  }

  /** So many characters of a longer text, one less where that would be half of one. */
  public static String whole(String text, int most) {
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
