package io.llmfailover.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes one long text of a JSON document: through a small array that stays near the processor,
 * for what a large one costs is its memory.
 */
final class EscapedText {
  private static final int PIECE = 8 * 1024;

  /** The most bytes of UTF-8 one escape stands for. */
  private static final int LONGEST = 4;

  /** What decoding puts in place of what is no UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final String UNDECODED = "";

  private final byte[] json;
  private final int most;
  private final byte[] piece = new byte[PIECE + LONGEST];
  private final List<String> pieces = new ArrayList<>();
  private int filled;
  private int at;

  /** Of a document in these bytes, up to there. */
  EscapedText(byte[] json, int most) {
    this.json = json;
    this.most = most;
  }

  /** The text itself; empty if something in it was replaced, or perhaps was. */
  static String checked(String text) {
    return text.indexOf(REPLACEMENT) < 0 ? text : UNDECODED;
  }

  /** The text that begins there; empty when it is not as it should be, or unusual. */
  String decoded(int start) {
    at = start;
    while (true) {
      int to = Math.min(most, at + PIECE - filled);
      int plain = TextBytes.copyPlain(json, at, to, piece, filled);
      filled += plain;
      at += plain;
      if (at == most) {
        return UNDECODED;
      }
      if (at < to && json[at] == '"') {
        return whole();
      }
      if (at < to && !unescaped() || filled >= PIECE && !emptied()) {
        return UNDECODED;
      }
    }
  }

  /** Where its closing quote is. */
  int end() {
    return at;
  }

  private String whole() {
    pieces.add(new String(piece, 0, filled, StandardCharsets.UTF_8));
    return pieces.get(pieces.size() - 1).indexOf(REPLACEMENT) < 0
        ? String.join("", pieces)
        : UNDECODED;
  }

  /** Whether there was anything to make a text of, and no fault in it. */
  private boolean emptied() {
    int end = lastWhole();
    String text = new String(piece, 0, end, StandardCharsets.UTF_8);
    pieces.add(text);
    System.arraycopy(piece, end, piece, 0, filled - end);
    filled -= end;
    return text.indexOf(REPLACEMENT) < 0;
  }

  /** Where no character is cut, if there is none that is too long. */
  private int lastWhole() {
    int end = filled;
    while (end > filled - LONGEST && piece[end - 1] < 0) {
      end--;
      if ((piece[end] & 0x40) != 0) {
        return end;
      }
    }
    return filled;
  }

  /** Whether there is an escape and what it means is known. */
  private boolean unescaped() {
    if (json[at] != '\\' || at + 1 == most) {
      return false;
    }
    if (json[at + 1] == 'u') {
      return codeUnescaped();
    }
    byte meant = meant(json[at + 1]);
    piece[filled++] = meant;
    at += 2;
    return meant != 0;
  }

  private boolean codeUnescaped() {
    int code = code(at);
    at += 6;
    if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
      int low = code(at);
      at += 6;
      if (code > Character.MAX_HIGH_SURROGATE
          || low < Character.MIN_LOW_SURROGATE
          || low > Character.MAX_LOW_SURROGATE) {
        return false;
      }
      code = Character.toCodePoint((char) code, (char) low);
    }
    if (code < 0) {
      return false;
    }
    filled = Utf8Character.put(code, piece, filled);
    return true;
  }

  /** The code unit escaped there; negative when there is none. */
  private int code(int from) {
    if (from + 6 > most || json[from] != '\\' || json[from + 1] != 'u') {
      return -1;
    }
    int code = 0;
    for (int digit = from + 2; digit < from + 6; digit++) {
      int value = json[digit] < 0 ? -1 : Character.digit(json[digit], 16);
      // A wrong digit leaves it negative, whatever follows.
      code = code << 4 | value;
    }
    return code;
  }

  private static byte meant(byte escaped) {
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }
}
