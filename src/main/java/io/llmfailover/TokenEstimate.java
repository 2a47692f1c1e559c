package io.llmfailover;

/**
 * How many tokens a text has, judged by its characters: for where nobody who knows was asked. About
 * right for prose, within a factor of two for most else; what comes of it is to be marked as
 * estimated.
 */
public final class TokenEstimate {
  private static final int QUARTERS = 4;

  /** Up to here: ASCII and the accented letters of Latin scripts, which tokenizers know well. */
  private static final char LATIN_END = '\u024f';

  private TokenEstimate() {}

  /**
   * The tokens of a text, rounded up; 0 for an empty one. Four characters of a Latin script make
   * one token, two of most other scripts, and three tokens stand for four Chinese, Japanese or
   * Korean characters; signs beyond the basic plane, such as emoji, count two tokens.
   */
  public static long of(String text) {
    long quarters = 0;
    for (int i = 0; i < text.length(); i++) {
      quarters += quartersOf(text.charAt(i));
    }
    return (quarters + QUARTERS - 1) / QUARTERS;
  }

  private static int quartersOf(char c) {
    if (c <= LATIN_END) {
      return 1;
    }
    if (Character.isSurrogate(c)) {
      return QUARTERS;
    }
    return eastAsian(c) ? 3 : 2;
  }

  /** From the radicals to the ideographs, the Hangul syllables, and the forms of full width. */
  private static boolean eastAsian(char c) {
    return (c >= '\u2e80' && c <= '\u9fff')
        || (c >= '\uac00' && c <= '\ud7af')
        || (c >= '\uf900' && c <= '\ufaff')
        || (c >= '\uff00' && c <= '\uffef');
  }
}
