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

  /**
   * Tokens the text has at least, whichever of the usual tokenizers counts them: for decisions that
   * must not be wrong when they say "too long". Rounded down.
   *
   * <p>The weights lie below what the most economical of today's tokenizers need: six characters of
   * a Latin script make a token (English prose takes four and a half), four of other alphabets
   * (Russian takes three and a half), and nine tokens stand for twenty Chinese, Japanese or Korean
   * characters (about thirteen are needed). Repeated characters and white space behind white space
   * count nothing, because tokenizers have single tokens for long runs of them.
   */
  public static long atLeast(String text) {
    long hundredths = 0;
    char before = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean run = c == before || (c <= ' ' && before <= ' ' && i > 0);
      hundredths += run ? 0 : fewestHundredthsOf(c);
      before = c;
    }
    return hundredths / 100;
  }

  private static int fewestHundredthsOf(char c) {
    if (c <= LATIN_END) {
      return 16;
    }
    return eastAsian(c) ? 45 : 25;
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
