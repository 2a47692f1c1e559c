package io.llmfailover.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes parsers and generators that are quick with long texts, where they read arrays of bytes and
 * write UTF-8; otherwise Jackson's own. They give and refuse the same. Thread-safe.
 */
public final class LongTextFactory extends JsonFactory {
  /** Texts from here on are long, in bytes or characters: below, Jackson is as quick. */
  static final int LONG = 1024;

  private static final long serialVersionUID = 1;

  /** A factory set up like this. */
  public LongTextFactory(JsonFactoryBuilder settings) {
    super(settings);
  }

  /** Without it, a factory that is not Jackson's own counts as one of another format. */
  @Override
  public String getFormatName() {
    return FORMAT_NAME_JSON;
  }

  @Override
  protected JsonParser _createParser(byte[] json, int from, int length, IOContext context)
      throws IOException {
    // Other encodings have a zero or a mark there; their parsers are the affair of Jackson.
    boolean plain = length >= LONG && json[from] == '{' && json[from + 1] != 0;
    return plain
        ? new LongTextParser(
            context,
            _parserFeatures,
            _objectCodec,
            _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
            json,
            from,
            from + length)
        : super._createParser(json, from, length, context);
  }

  @Override
  protected JsonGenerator _createUTF8Generator(OutputStream out, IOContext context) {
    return new LongTextGenerator(context, _generatorFeatures, _objectCodec, out);
  }
}
