package io.llmfailover.json;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Encodes long texts in one piece; those with surrogate pairs are left to Jackson. */
final class LongTextGenerator extends UTF8JsonGenerator {
  private static final int[] ESCAPES = CharTypes.get7BitOutputEscapes();
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_ESCAPE = 6;

  /** The buffer is emptied when less than this is free. */
  private static final int ENOUGH = 256;

  LongTextGenerator(IOContext context, int features, ObjectCodec codec, OutputStream out) {
    super(context, features, codec, out, '"');
  }

  @Override
  public void writeString(String text) throws IOException {
    if (text == null || text.length() < LongTextFactory.LONG) {
      super.writeString(text);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (hasSurrogate(text, utf8)) {
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

  /** In UTF-8 a question mark stands in the place of half a pair. */
  private static boolean hasSurrogate(String text, byte[] utf8) {
    if (utf8.length != text.length()) {
      return anySurrogate(text);
    }
    int at = TextBytes.indexOf('?', utf8, 0, utf8.length);
    while (at < utf8.length && text.charAt(at) == '?') {
      at = TextBytes.indexOf('?', utf8, at + 1, utf8.length);
    }
    return at < utf8.length;
  }

  private static boolean anySurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
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
