package io.llmfailover.provider;

import java.util.regex.Pattern;

/** Which regular expressions providers can make a model follow. */
public final class PlainPattern {
  private static final int LONGEST = 200;

  /**
   * Looking around, groups with a meaning of their own, references back, boundaries of words,
   * Unicode classes, intersections, possessive quantifiers, and counts of three digits.
   */
  private static final Pattern BEYOND =
      Pattern.compile("\\(\\?|\\\\[1-9bBpPkAzZGQERXhHvVN]|&&|[*+?}]\\+|\\{\\d*,?\\d{3}");

  private PlainPattern() {}

  /** Whether it has nothing but literals, classes, groups, alternatives and small counts. */
  public static boolean is(String expression) {
    return expression.length() <= LONGEST && !BEYOND.matcher(expression).find();
  }
}
