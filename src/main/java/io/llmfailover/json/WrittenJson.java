package io.llmfailover.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A JSON text as it goes out: bytes in one piece, or in several that follow one another, so that a
 * long text that stands in another body already is not copied. Nobody changes its bytes any more.
 * Thread-safe.
 */
public final class WrittenJson {
  private final List<ByteBuffer> pieces;
  private final int length;

  private WrittenJson(List<ByteBuffer> pieces, int length) {
    this.pieces = pieces;
    this.length = length;
  }

  /** Of all these bytes, which are not copied. */
  public static WrittenJson of(byte[] json) {
    return of(List.of(ByteBuffer.wrap(json)));
  }

  /** Of these pieces, each from its position to its limit. */
  static WrittenJson of(List<ByteBuffer> pieces) {
    int length = 0;
    for (ByteBuffer piece : pieces) {
      length = Math.addExact(length, piece.remaining());
    }
    return new WrittenJson(List.copyOf(pieces), length);
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** How many pieces it has. */
  public int pieces() {
    return pieces.size();
  }

  /** One of its pieces with a position of its own; its bytes are not to be changed. */
  public ByteBuffer piece(int which) {
    // No read-only buffer: one more class of buffers costs all that handle buffers.
    return pieces.get(which).duplicate();
  }

  /** Writes all of it, one piece after the other. */
  public void writeTo(OutputStream out) throws IOException {
    for (ByteBuffer piece : pieces) {
      out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }
  }

  /** All of it in one piece; not to be changed. */
  public byte[] whole() {
    if (pieces.size() == 1 && pieces.get(0).array().length == length) {
      return pieces.get(0).array();
    }
    byte[] whole = new byte[length];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      int more = piece.remaining();
      piece.duplicate().get(whole, filled, more);
      filled += more;
    }
    return whole;
  }

  /** Says how large it is, never what it says. */
  @Override
  public String toString() {
    return "WrittenJson[" + length + " bytes]";
  }
}
