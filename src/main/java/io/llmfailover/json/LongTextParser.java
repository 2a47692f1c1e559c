package io.llmfailover.json;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes long texts in large pieces. What is wrong or rare in one is left to Jackson, which reads
 * the text from its beginning: so errors are as they always are.
 */
final class LongTextParser extends UTF8StreamJsonParser {
  private final List<LongTextNode> longTexts = new ArrayList<>();

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
    int plain = TextBytes.endOfPlain(_inputBuffer, start, _inputEnd);
    if (plain < _inputEnd && _inputBuffer[plain] == '"') {
      return plain - start < LongTextFactory.LONG
          ? super._finishAndReturnString()
          : taken(decoded(start, plain), start, plain);
    }
    if (plain - start < LongTextFactory.LONG && endsEarly(plain, start + LongTextFactory.LONG)) {
      return super._finishAndReturnString();
    }
    EscapedText escaped = new EscapedText(_inputBuffer, _inputEnd);
    return taken(escaped.decoded(start), start, escaped.end());
  }

  /** Whether there is a closing quote before this place, or no text that could go so far. */
  private boolean endsEarly(int from, int to) {
    if (to > _inputEnd) {
      return true;
    }
    int at = from;
    while (at < to && _inputBuffer[at] != '"') {
      int one = _inputBuffer[at] == '\\' ? at + 2 : at + 1;
      at = one < to ? TextBytes.endOfPlain(_inputBuffer, one, to) : to;
    }
    return at < to;
  }

  private String decoded(int start, int end) {
    return EscapedText.checked(
        new String(_inputBuffer, start, end - start, StandardCharsets.UTF_8));
  }

  private String taken(String decoded, int start, int end) throws IOException {
    if (decoded.isEmpty() || decoded.length() > streamReadConstraints().getMaxStringLength()) {
      return super._finishAndReturnString();
    }
    _inputPtr = end + 1;
    _textBuffer.resetWithString(decoded);
    longTexts.add(new LongTextNode(decoded, _inputBuffer, start, end - start));
    return decoded;
  }

  /** The long texts read so far, as they follow one another, but for what was wrong or rare. */
  List<LongTextNode> longTexts() {
    return longTexts;
  }
}
