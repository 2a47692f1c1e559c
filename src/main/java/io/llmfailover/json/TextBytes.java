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
  private static final long BACKSLASHES = ONES * '\\';
  private static final long LETTERS_U = ONES * 'u';

  /** Swapped with their neighbours by this, quotes stand right behind the control characters. */
  private static final long QUOTES_TO_SPACES = ONES * ('"' ^ ' ');

  private static final long BEYOND_SPACES = ONES * (' ' + 1);

  /** So many bytes are looked at before it is asked whether one is not ASCII. */
  private static final int FOUR_LONGS = 4 * Long.BYTES;

  private TextBytes() {}

  /** Where the first backslash with a {@code u} behind it is; {@code to} when there is none. */
  public static int indexOfCodeEscape(byte[] bytes, int from, int to) {
    int last = to - 1;
    int at = from;
    while (at < last) {
      while (at < last - 2 * Long.BYTES && !mayHaveCodeEscape(bytes, at)) {
        at += 2 * Long.BYTES;
      }
      for (int end = Math.min(last, at + 2 * Long.BYTES); at < end; at++) {
        if (bytes[at] == '\\' && bytes[at + 1] == 'u') {
          return at;
        }
      }
    }
    return to;
  }

  /** Never wrong when it says no. */
  private static boolean mayHaveCodeEscape(byte[] bytes, int at) {
    return ((codeEscapes(bytes, at) | codeEscapes(bytes, at + Long.BYTES)) & HIGH_BITS) != 0;
  }

  private static long codeEscapes(byte[] bytes, int at) {
    long first = (long) EIGHT.get(bytes, at) ^ BACKSLASHES;
    long second = (long) EIGHT.get(bytes, at + 1) ^ LETTERS_U;
    return (first - ONES) & (second - ONES) & ~(first | second);
  }

  /**
   * Where the first quote, backslash or control character is; {@code to} when there is none. What
   * is beyond ASCII is plain.
   */
  static int endOfPlain(byte[] json, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = notPlain((long) EIGHT.get(json, at));
      if (found != 0) {
        return at + lowest(found);
      }
    }
    while (at < to && isPlain(json[at])) {
      at++;
    }
    return at;
  }

  /**
   * Copies plain bytes as far as {@link #endOfPlain} goes.
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
      long found = notPlain(eight);
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

  /** As {@link #copyPlain}, as far as the bytes are ASCII besides. */
  static int copyPlainAscii(byte[] json, int from, int to, byte[] room, int filled) {
    int most = to - from;
    int done = 0;
    for (; done <= most - Long.BYTES; done += Long.BYTES) {
      long eight = (long) EIGHT.get(json, from + done);
      EIGHT.set(room, filled + done, eight);
      long found = (escaped(eight) | eight) & HIGH_BITS;
      if (found != 0) {
        return done + lowest(found);
      }
    }
    while (done < most && json[from + done] >= 0 && isPlain(json[from + done])) {
      room[filled + done] = json[from + done];
      done++;
    }
    return done;
  }

  /** Whether it stands in a JSON text as it is. */
  static boolean isPlain(byte one) {
    return (one >= ' ' || one < 0) && one != '"' && one != '\\';
  }

  /** The high bit of the lowest byte that is not plain, and perhaps of others above it. */
  private static long notPlain(long eight) {
    return escaped(eight) & ~eight & HIGH_BITS;
  }

  /** As {@link #notPlain}, but for the bytes that are not ASCII, and with all other bits. */
  private static long escaped(long eight) {
    return ((eight ^ QUOTES_TO_SPACES) - BEYOND_SPACES) | ((eight ^ BACKSLASHES) - ONES);
  }

  private static int lowest(long highBits) {
    return Long.numberOfTrailingZeros(highBits) / Byte.SIZE;
  }

  /** Where the first byte is that is not ASCII; {@code to} when all are. */
  public static int endOfAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - FOUR_LONGS && areAscii(bytes, at)) {
      at += FOUR_LONGS;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static boolean areAscii(byte[] bytes, int at) {
    long four =
        (long) EIGHT.get(bytes, at)
            | (long) EIGHT.get(bytes, at + Long.BYTES)
            | (long) EIGHT.get(bytes, at + 2 * Long.BYTES)
            | (long) EIGHT.get(bytes, at + 3 * Long.BYTES);
    return (four & HIGH_BITS) == 0;
  }
}
