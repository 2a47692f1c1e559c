package io.llmfailover.json;

/** One character as UTF-8. */
final class Utf8Character {
  private Utf8Character() {}

  /**
   * Puts a code point into bytes with room for it.
   *
   * @return where the next one goes
   */
  static int put(int code, byte[] bytes, int at) {
    int next = at;
    if (code < 0x80) {
      bytes[next++] = (byte) code;
    } else if (code < 0x800) {
      bytes[next++] = (byte) (0xc0 | code >> 6);
      bytes[next++] = last(code);
    } else if (code < 0x10000) {
      bytes[next++] = (byte) (0xe0 | code >> 12);
      bytes[next++] = last(code >> 6);
      bytes[next++] = last(code);
    } else {
      bytes[next++] = (byte) (0xf0 | code >> 18);
      bytes[next++] = last(code >> 12);
      bytes[next++] = last(code >> 6);
      bytes[next++] = last(code);
    }
    return next;
  }

  private static byte last(int code) {
    return (byte) (0x80 | code & 0x3f);
  }
}
