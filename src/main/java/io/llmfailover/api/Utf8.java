package io.llmfailover.api;

import io.llmfailover.json.TextBytes;

/** Tells whether bytes are UTF-8, without making a text of them. */
final class Utf8 {
  private Utf8() {}

  /** Whether all of it is UTF-8, without overlong forms and halves of pairs. */
  static boolean isWhole(byte[] bytes) {
    int at = TextBytes.endOfAscii(bytes, 0, bytes.length);
    while (at < bytes.length) {
      int length = lengthAt(bytes, at);
      if (length == 0) {
        return false;
      }
      at += length;
      if (at < bytes.length && bytes[at] >= 0) {
        at = TextBytes.endOfAscii(bytes, at, bytes.length);
      }
    }
    return true;
  }

  /** How long the character is that begins there, which is not ASCII; 0 when it is none. */
  private static int lengthAt(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    if (first < 0xe0) {
      return first >= 0xc2 && follows(bytes, at + 1) ? 2 : 0;
    }
    if (!follows(bytes, at + 1) || !follows(bytes, at + 2)) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    if (first < 0xf0) {
      boolean overlong = first == 0xe0 && second < 0xa0;
      boolean half = first == 0xed && second >= 0xa0;
      return overlong || half ? 0 : 3;
    }
    boolean overlong = first == 0xf0 && second < 0x90;
    boolean beyond = first > 0xf4 || first == 0xf4 && second >= 0x90;
    return overlong || beyond || !follows(bytes, at + 3) ? 0 : 4;
  }

  private static boolean follows(byte[] bytes, int at) {
    return at < bytes.length && (bytes[at] & 0xc0) == 0x80;
  }
}
