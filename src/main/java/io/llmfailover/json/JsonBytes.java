package io.llmfailover.json;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Where a JSON text is written to, to become one array. Grows to what a long text will need when
 * that begins, and is no larger than what is written when that comes at once. Used by one thread.
 */
public final class JsonBytes extends OutputStream {
  /** A text with escapes is longer than its characters; with more of them than this it grows. */
  private static final int CHARACTERS_FOR_AN_ESCAPE = 32;

  private byte[] bytes = {};
  private int length;

  /** Starts with nothing. */
  public JsonBytes() {}

  /** So many characters of text follow. */
  void expect(int characters) {
    makeRoom(characters + (long) characters / CHARACTERS_FOR_AN_ESCAPE);
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] more, int from, int count) {
    if (count > bytes.length - length) {
      makeRoom(count);
    }
    System.arraycopy(more, from, bytes, length, count);
    length += count;
  }

  private void makeRoom(long more) {
    if (more > bytes.length - length) {
      // By half as much at least: many texts must not mean as many copies.
      bytes = Arrays.copyOf(bytes, Math.toIntExact(length + Math.max(more, length / 2)));
    }
  }

  /** All that was written; nothing may be written afterwards. */
  public byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
