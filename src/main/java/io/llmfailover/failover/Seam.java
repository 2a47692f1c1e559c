package io.llmfailover.failover;

/**
 * Joins what a second link says to what the caller has already heard from the first, so that
 * nothing comes twice. The second link may
 *
 * <ol>
 *   <li>go on exactly where the first was cut off: its words are taken as they are;
 *   <li>start over with the same words: all that was heard is matched away;
 *   <li>repeat the last words, as it was asked to, and go on: the overlap is matched away;
 *   <li>start over in other words: that cannot be joined, see {@link #broken()}.
 * </ol>
 *
 * <p>Words are held back only as long as they could still be one of several cases; the longest wait
 * is as long as what was heard. Used by one thread at a time.
 *
 * <p>Which case it is can only be guessed where the words allow more than one. A short overlap
 * counts when it begins where a word begins; a single doubled word with its blank ({@code "very"},
 * then {@code " very nice"}) is taken for a doubled word, because a link that was asked to repeat
 * repeats more than one.
 */
final class Seam {
  /** An overlap this long is no coincidence, wherever it begins. In characters. */
  private static final int SURE = 16;

  /** Links are asked to repeat a line; nobody repeats more than this and less than all. */
  private static final int LONGEST = 2_000;

  /** The same beginning for this long, and then other words, is the same answer told anew. */
  private static final int RETOLD = 20;

  /** An overlap without any letter, such as digits, means something only from this length on. */
  private static final int WITHOUT_LETTERS = 6;

  /** Scripts without blanks: an overlap means something only from this length on. */
  private static final int WITHOUT_BLANKS = 4;

  private final String heard;
  private final String heardFromWord;
  private final boolean prefilled;
  private final StringBuilder said = new StringBuilder();
  private int retold;
  private boolean joined;
  private boolean broken;

  /**
   * @param heard all that the caller has got; not blank
   * @param prefilled whether the link was given that as the beginning of its own words, without the
   *     blanks and line breaks at its end: those it says again
   */
  Seam(String heard, boolean prefilled) {
    this.heard = heard;
    this.prefilled = prefilled;
    this.heardFromWord = heard.stripLeading();
  }

  /** Takes more of what the link says; what of it is new, as far as that can be told by now. */
  String take(String words) {
    if (joined) {
      return words;
    }
    said.append(words);
    return broken || stillRetelling(words) ? "" : decide(false);
  }

  /**
   * Whether all that was said is the beginning of what was heard, and shorter. Looks at the new
   * words only: a link that starts over says many before it gets to anything new.
   */
  private boolean stillRetelling(String words) {
    for (int i = 0; retold >= 0 && i < words.length(); i++) {
      char next = words.charAt(i);
      if (retold > 0 || !Character.isWhitespace(next)) {
        boolean same = retold < heardFromWord.length() && heardFromWord.charAt(retold) == next;
        retold = same ? retold + 1 : -1;
      }
    }
    return retold >= 0 && retold < heardFromWord.length();
  }

  /** The link has said all: what is new of the words still held back. */
  String end() {
    return joined || broken ? "" : decide(true);
  }

  /** Whether the link told the answer anew in other words, which no seam joins. */
  boolean broken() {
    return broken;
  }

  /** All that the link said before the seam was found. */
  String said() {
    return said.toString();
  }

  private String decide(boolean all) {
    String now = said.toString();
    String fromWord = now.stripLeading();
    if (fromWord.startsWith(heardFromWord) && (all || fromWord.length() > heardFromWord.length())) {
      return join(fromWord.substring(heardFromWord.length()));
    }
    boolean maybeRetold = heardFromWord.startsWith(fromWord);
    if (!all && (maybeRetold || overlapMayGrow(now))) {
      return "";
    }
    int overlap = overlap(now);
    if (overlap > 0) {
      return join(now.substring(overlap));
    }
    if (maybeRetold && fromWord.length() >= leastRetold() || toldAnew(fromWord)) {
      broken = true;
      return "";
    }
    return join(now);
  }

  private String join(String rest) {
    joined = true;
    return rest;
  }

  /** Whether all that was said so far lies within what was heard, close to its end. */
  private boolean overlapMayGrow(String now) {
    int from = Math.max(0, heard.length() - LONGEST);
    int at = heard.indexOf(now, from);
    return at >= 0 && at + now.length() < heard.length();
  }

  /** How much of the beginning repeats the end of what was heard; 0 when nothing. */
  private int overlap(String now) {
    int most = Math.min(Math.min(now.length(), heard.length()), LONGEST);
    for (int length = most; length > 0; length--) {
      if (heard.regionMatches(heard.length() - length, now, 0, length) && counts(length)) {
        return length;
      }
    }
    return 0;
  }

  private boolean counts(int length) {
    int start = heard.length() - length;
    String repeated = heard.substring(start);
    if (repeated.isBlank()) {
      // Two line breaks make a paragraph; two blanks make nothing.
      return prefilled || repeated.indexOf('\n') < 0;
    }
    if (length >= SURE) {
      return true;
    }
    char first = repeated.charAt(0);
    if (Character.isWhitespace(first) && repeated.strip().indexOf(' ') < 0) {
      return false;
    }
    if (repeated.codePoints().anyMatch(Character::isIdeographic)) {
      return length >= WITHOUT_BLANKS;
    }
    boolean wordBegins =
        start == 0
            || !(Character.isLetterOrDigit(heard.charAt(start - 1))
                && Character.isLetterOrDigit(first));
    boolean lettered = repeated.codePoints().anyMatch(Character::isLetter);
    return wordBegins && (lettered || length >= WITHOUT_LETTERS);
  }

  /** Whether it begins as the answer began and then goes another way. */
  private boolean toldAnew(String retold) {
    int same = 0;
    int most = Math.min(retold.length(), heardFromWord.length());
    while (same < most && retold.charAt(same) == heardFromWord.charAt(same)) {
      same++;
    }
    if (same >= RETOLD) {
      return true;
    }
    int word = firstWord(heardFromWord);
    boolean sameWord = word > 0 && same >= word && word == firstWord(retold);
    return sameWord && !endsSentence();
  }

  /** Fewer characters than this are the same by chance. */
  private int leastRetold() {
    return Math.max(WITHOUT_BLANKS, firstWord(heardFromWord));
  }

  private static int firstWord(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** After a sentence the next one may well begin with the same word as the first. */
  private boolean endsSentence() {
    String end = heard.stripTrailing();
    boolean newLine = end.length() < heard.length() && heard.indexOf('\n', end.length()) >= 0;
    return newLine || end.isEmpty() || ".!?:;\"”»)。！？".indexOf(end.charAt(end.length() - 1)) >= 0;
  }
}
