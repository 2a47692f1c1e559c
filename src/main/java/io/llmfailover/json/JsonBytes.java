package io.llmfailover.json;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a JSON text is written to. Grows to what a long text will need when that begins; what
 * stands in another array already is referred to. Used by one thread.
 */
public final class JsonBytes extends OutputStream {
  /** A text with escapes is longer than its characters; with more of them than this it grows. */
  private static final int CHARACTERS_FOR_AN_ESCAPE = 32;

  private final List<ByteBuffer> pieces = new ArrayList<>();
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

  /** These bytes are next; they stay where they are and must not change. */
  void refer(byte[] elsewhere, int from, int count) {
    endPiece();
    pieces.add(ByteBuffer.wrap(elsewhere, from, count));
  }

  private void endPiece() {
    if (length > 0) {
      pieces.add(ByteBuffer.wrap(bytes, 0, length));
      bytes = new byte[0];
      length = 0;
    }
  }

  private void makeRoom(long more) {
    if (more > bytes.length - length) {
      // By half as much at least: many texts must not mean as many copies.
      bytes = Arrays.copyOf(bytes, Math.toIntExact(length + Math.max(more, length / 2)));
    }
  }

  /** All that was written; nothing may be written afterwards. */
  public WrittenJson written() {
    endPiece();
    return WrittenJson.of(pieces);
  }
}
