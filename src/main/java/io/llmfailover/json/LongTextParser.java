package io.llmfailover.json;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes long texts in one piece. Whatever is wrong or rare in one is found before anything is
 * taken, and then Jackson reads it: so errors are as they always are.
 */
final class LongTextParser extends UTF8StreamJsonParser {
  LongTextParser(
      IOContext context,
      int features,
      ObjectCodec codec,
      ByteQuadsCanonicalizer symbols,
      byte[] json,
      int from,
      int to) {
    super(context, features, null, codec, symbols, json, from, to, 0, false);
  }

  /** Called behind the quote that begins a text. */
  @Override
  protected String _finishAndReturnString() throws IOException {
    int start = _inputPtr;
    int end = closingQuote(start);
    int length = end - start;
    if (length < LongTextFactory.LONG || length > streamReadConstraints().getMaxStringLength()) {
      return super._finishAndReturnString();
    }
    // Of what is beyond ASCII Jackson makes a text as quickly.
    String text = TextBytes.areAscii(_inputBuffer, start, end) ? decoded(start, end) : "";
    if (text.isEmpty()) {
      return super._finishAndReturnString();
    }
    _inputPtr = end + 1;
    _textBuffer.resetWithString(text);
    return text;
  }

  /** Where the text ends; -1 when it does not. */
  private int closingQuote(int start) {
    int at = TextBytes.indexOf('"', _inputBuffer, start, _inputEnd);
    while (at < _inputEnd && isEscaped(at, start)) {
      at = TextBytes.indexOf('"', _inputBuffer, at + 1, _inputEnd);
    }
    return at < _inputEnd ? at : -1;
  }

  /** Behind an odd number of backslashes. */
  private boolean isEscaped(int at, int start) {
    int before = at - 1;
    while (before >= start && _inputBuffer[before] == '\\') {
      before--;
    }
    return (at - before) % 2 == 0;
  }

  /** The text without its escapes; empty when there is another than the short ones. */
  private String decoded(int start, int end) {
    byte[] text = new byte[end - start];
    int filled = 0;
    int from = start;
    while (true) {
      int plain = TextBytes.copyPlain(_inputBuffer, from, end, text, filled);
      filled += plain;
      from += plain;
      if (from == end) {
        return new String(text, 0, filled, StandardCharsets.ISO_8859_1);
      }
      byte meant = _inputBuffer[from] == '\\' ? meant(_inputBuffer[from + 1]) : 0;
      if (meant == 0) {
        return "";
      }
      text[filled++] = meant;
      from += 2;
    }
  }

  private static byte meant(byte escaped) {
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }
}
