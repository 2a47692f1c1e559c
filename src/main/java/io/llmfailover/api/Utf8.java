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
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    if (first < 0xe0) {
      return first >= 0xc2 && follows(bytes, at + 1, 1) ? 2 : 0;
    }
    if (first < 0xf0) {
      boolean overlong = first == 0xe0 && second < 0xa0;
      boolean half = first == 0xed && second >= 0xa0;
      return !overlong && !half && follows(bytes, at + 1, 2) ? 3 : 0;
    }
    boolean overlong = first == 0xf0 && second < 0x90;
    boolean beyond = first > 0xf4 || first == 0xf4 && second >= 0x90;
    return !overlong && !beyond && follows(bytes, at + 1, 3) ? 4 : 0;
  }

  private static boolean follows(byte[] bytes, int from, int count) {
    if (from + count > bytes.length) {
      return false;
    }
    for (int at = from; at < from + count; at++) {
      if ((bytes[at] & 0xc0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
