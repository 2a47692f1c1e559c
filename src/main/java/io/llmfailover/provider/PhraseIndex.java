package io.llmfailover.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Phrases of numbered groups, looked for in one pass over a text: at each place only those are
 * compared that begin with the same characters. Filled first and left alone afterwards.
 */
final class PhraseIndex {
  private static final int BITS = 11;
  private static final int ASCII = 0x7F;

  /** What Latin words are told apart by; a character of another script tells as much alone. */
  private static final int TOLD_BY = 3;

  private final Beginning[][] slots = new Beginning[1 << BITS][];

  PhraseIndex() {
    Arrays.fill(slots, new Beginning[0]);
  }

  /** Words that phrases begin with, and those phrases. */
  private record Beginning(String words, List<Member> phrases) {}

  private record Member(Phrase phrase, int group) {}

  /** Adds a phrase to a group. */
  void add(Phrase phrase, int group) {
    for (String words : phrase.beginnings()) {
      if (words.length() < TOLD_BY && words.charAt(0) <= ASCII) {
        throw new IllegalArgumentException("too short to be looked for: " + words);
      }
      beginning(words).phrases().add(new Member(phrase, group));
    }
  }

  private Beginning beginning(String words) {
    int slot = slotAt(words, 0);
    for (Beginning known : slots[slot]) {
      if (known.words().equals(words)) {
        return known;
      }
    }
    Beginning fresh = new Beginning(words, new ArrayList<>());
    Beginning[] more = Arrays.copyOf(slots[slot], slots[slot].length + 1);
    more[more.length - 1] = fresh;
    slots[slot] = more;
    return fresh;
  }

  /**
   * The first of the groups that has a phrase in this text, in lower case.
   *
   * @param open which groups count, by their number
   * @return its number; as many as there are groups when none has
   */
  int firstGroupIn(String text, boolean[] open) {
    int first = open.length;
    for (int at = 0; at < text.length(); at++) {
      for (Beginning begun : slots[slotAt(text, at)]) {
        if (text.startsWith(begun.words(), at)) {
          first = firstOf(begun, text, at, open, first);
        }
      }
    }
    return first;
  }

  private static int firstOf(Beginning begun, String text, int at, boolean[] open, int known) {
    int first = known;
    int end = at + begun.words().length();
    String near = Phrase.near(text, end);
    for (Member member : begun.phrases()) {
      if (member.group() < first
          && open[member.group()]
          && member.phrase().goesOn(text, end, near)) {
        first = member.group();
      }
    }
    return first;
  }

  private static int slotAt(String text, int at) {
    int key = text.charAt(at);
    if (key <= ASCII && at + TOLD_BY <= text.length()) {
      key = (key << 7 ^ text.charAt(at + 1)) << 7 ^ text.charAt(at + 2);
    }
    return key * 0x9E3779B1 >>> Integer.SIZE - BITS;
  }
}
