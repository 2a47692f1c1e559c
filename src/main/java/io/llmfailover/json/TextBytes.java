package io.llmfailover.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds what is not plain in the bytes of a JSON text, eight of them at once. */
public final class TextBytes {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private TextBytes() {}

  /** Where the first of this ASCII character is; {@code to} when there is none. */
  public static int indexOf(char wanted, byte[] bytes, int from, int to) {
    long pattern = ONES * wanted;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = zeros((long) EIGHT.get(bytes, at) ^ pattern) & HIGH_BITS;
      if (found != 0) {
        return at + lowest(found);
      }
    }
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /**
   * Copies plain bytes until the first quote, backslash or control character. What is beyond ASCII
   * is plain.
   *
   * @param room where to, with room for all up to {@code to}
   * @return how many there were
   */
  static int copyPlain(byte[] json, int from, int to, byte[] room, int filled) {
    int most = to - from;
    int done = 0;
    for (; done <= most - Long.BYTES; done += Long.BYTES) {
      long eight = (long) EIGHT.get(json, from + done);
      EIGHT.set(room, filled + done, eight);
      long found =
          (zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | (eight - SPACES) & ~eight)
              & HIGH_BITS;
      if (found != 0) {
        return done + lowest(found);
      }
    }
    while (done < most && isPlain(json[from + done])) {
      room[filled + done] = json[from + done];
      done++;
    }
    return done;
  }

  /** Whether it stands in a JSON text as it is. */
  static boolean isPlain(byte one) {
    return (one >= ' ' || one < 0) && one != '"' && one != '\\';
  }

  /**
   * The high bit of each byte that is zero. A borrow may set those above one as well, never one
   * below: the lowest is right.
   */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight;
  }

  private static int lowest(long highBits) {
    return Long.numberOfTrailingZeros(highBits) / Byte.SIZE;
  }

  /** Whether all these bytes are ASCII. */
  public static boolean areAscii(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      if (((long) EIGHT.get(bytes, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at == to;
  }
}
