package io.llmfailover.json;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes long texts many characters at once where they are ASCII, the others as Jackson does. */
final class LongTextGenerator extends UTF8JsonGenerator {
  private static final int[] ESCAPES = CharTypes.get7BitOutputEscapes();
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_ESCAPE = 6;

  /** Where one character is of another script, the next ones are as a rule. */
  private static final int OTHERS_IN_A_ROW = 32;

  /** What is shorter is copied: a piece of its own costs its writers more than that. */
  private static final int WORTH_A_PIECE = 16 * 1024;

  private final boolean pairsInUtf8;

  LongTextGenerator(IOContext context, int features, ObjectCodec codec, OutputStream out) {
    super(context, features, codec, out, '"');
    pairsInUtf8 = Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8.enabledIn(features);
  }

  @Override
  public void writeString(String text) throws IOException {
    if (text == null || text.length() < LongTextFactory.LONG) {
      super.writeString(text);
      return;
    }
    _verifyValueWrite("write a string");
    if (_outputStream instanceof JsonBytes array) {
      array.expect(_outputTail + text.length());
    }
    writeRaw('"');
    // Jackson's own step: it shows where a pair is cut in two.
    int most = _outputMaxContiguous;
    LatinRun run = new LatinRun(_charBuffer, most);
    for (int from = 0; from < text.length(); from += most) {
      int count = Math.min(most, text.length() - from);
      if (_outputEnd - _outputTail < LONGEST_ESCAPE * count) {
        _flushBuffer();
      }
      text.getChars(from, from + count, _charBuffer, 0);
      write(run, count);
    }
    writeRaw('"');
  }

  /** Refers to long bytes in place of copying them: they must not change afterwards. */
  @Override
  public void writeRawUTF8String(byte[] json, int from, int length) throws IOException {
    if (length < WORTH_A_PIECE || !(_outputStream instanceof JsonBytes array)) {
      super.writeRawUTF8String(json, from, length);
      return;
    }
    _verifyValueWrite("write a string");
    writeRaw('"');
    _flushBuffer();
    array.refer(json, from, length);
    writeRaw('"');
  }

  private void write(LatinRun run, int count) {
    int at = 0;
    while (at < count) {
      int latin = run.encode(at, count);
      at = writeLatin(run.bytes(), at, latin);
      int others = Math.min(count, at + OTHERS_IN_A_ROW);
      while (at < others) {
        at = writeOne(at, count);
      }
    }
  }

  private int writeLatin(byte[] latin, int from, int to) {
    int at = from;
    while (at < to) {
      int plain = TextBytes.copyPlainAscii(latin, at, to, _outputBuffer, _outputTail);
      _outputTail += plain;
      at += plain;
      if (at < to) {
        at = writeOne(at, to);
      }
    }
    return at;
  }

  /** Writes what stands there, and says where the next one is. */
  private int writeOne(int at, int to) {
    char one = _charBuffer[at];
    if (one < ESCAPES.length) {
      writeAscii(one);
      return at + 1;
    }
    if (!Character.isSurrogate(one)) {
      _outputTail = Utf8Character.put(one, _outputBuffer, _outputTail);
      return at + 1;
    }
    if (pairsInUtf8 && Character.isHighSurrogate(one) && at + 1 < to) {
      // Jackson looks no closer at the second half.
      int low = _charBuffer[at + 1] & 0x3ff | Character.MIN_LOW_SURROGATE;
      int code = Character.toCodePoint(one, (char) low);
      _outputTail = Utf8Character.put(code, _outputBuffer, _outputTail);
      return at + 2;
    }
    writeCode(one);
    return at + 1;
  }

  private void writeAscii(char one) {
    int escape = ESCAPES[one];
    if (escape < 0) {
      writeCode(one);
      return;
    }
    if (escape > 0) {
      put('\\');
    }
    put(escape > 0 ? escape : one);
  }

  private void writeCode(char one) {
    put('\\');
    put('u');
    put(HEX[one >> 12]);
    put(HEX[one >> 8 & 0xF]);
    put(HEX[one >> 4 & 0xF]);
    put(HEX[one & 0xF]);
  }

  private void put(int one) {
    _outputBuffer[_outputTail++] = (byte) one;
  }
}
