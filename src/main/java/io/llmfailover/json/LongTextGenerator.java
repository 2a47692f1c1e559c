package io.llmfailover.json;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes long texts of ASCII in one piece; others are left to Jackson. */
final class LongTextGenerator extends UTF8JsonGenerator {
  private static final int[] ESCAPES = CharTypes.get7BitOutputEscapes();
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private static final int LOOKED_AT = 200;
  private static final int LONGEST_ESCAPE = 6;

  /** The buffer is emptied when less than this is free. */
  private static final int ENOUGH = 256;

  LongTextGenerator(IOContext context, int features, ObjectCodec codec, OutputStream out) {
    super(context, features, codec, out, '"');
  }

  @Override
  public void writeString(String text) throws IOException {
    if (text == null || text.length() < LongTextFactory.LONG || !beginsInAscii(text)) {
      super.writeString(text);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length != text.length() || hasHalfOfPair(text, utf8)) {
      super.writeString(text);
      return;
    }
    _verifyValueWrite("write a string");
    writeRaw('"');
    int from = 0;
    while (from < utf8.length) {
      makeRoom();
      int to = Math.min(utf8.length, from + _outputEnd - _outputTail - LONGEST_ESCAPE);
      int plain = TextBytes.copyPlain(utf8, from, to, _outputBuffer, _outputTail);
      _outputTail += plain;
      from += plain;
      if (from < to) {
        escape(utf8[from]);
        from++;
      }
    }
    writeRaw('"');
  }

  private void makeRoom() throws IOException {
    if (_outputEnd - _outputTail < ENOUGH) {
      _flushBuffer();
    }
  }

  /** Most texts show at their beginning what they are written in. */
  private static boolean beginsInAscii(String text) {
    for (int at = 0; at < LOOKED_AT; at++) {
      if (text.charAt(at) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Encoded, a question mark stands in the place of half a surrogate pair. */
  private static boolean hasHalfOfPair(String text, byte[] utf8) {
    int at = TextBytes.indexOf('?', utf8, 0, utf8.length);
    while (at < utf8.length && text.charAt(at) == '?') {
      at = TextBytes.indexOf('?', utf8, at + 1, utf8.length);
    }
    return at < utf8.length;
  }

  private void escape(byte one) {
    put('\\');
    int letter = ESCAPES[one];
    if (letter > 0) {
      put(letter);
      return;
    }
    put('u');
    put('0');
    put('0');
    put(HEX[one >> 4]);
    put(HEX[one & 0xF]);
  }

  private void put(int one) {
    _outputBuffer[_outputTail++] = (byte) one;
  }
}
