package io.llmfailover.api;

import io.llmfailover.json.TextBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes are UTF-8, without making a text of them. */
final class Utf8 {
  private static final int AT_ONCE = 2048;

  private Utf8() {}

  /** Whether all of it is UTF-8, without overlong forms and halves of pairs. */
  static boolean isWhole(byte[] bytes) {
    if (TextBytes.areAscii(bytes, 0, bytes.length)) {
      return true;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer seen = CharBuffer.allocate(Math.min(bytes.length + 1, AT_ONCE));
    CoderResult result = decoder.decode(in, seen, true);
    while (result.isOverflow()) {
      seen.clear();
      result = decoder.decode(in, seen, true);
    }
    return !result.isError();
  }
}
