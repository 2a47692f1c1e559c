package io.llmfailover.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/**
 * A long text that remembers how it stood in the document it was read from, and is written the same
 * way again. It is well-formed, and its characters are whole: no halves of pairs. In all else as
 * {@link TextNode}, which cannot be extended in this; only that one of those is equal to none of
 * these, though not the other way round.
 */
final class LongTextNode extends ValueNode {
  private static final long serialVersionUID = 1;

  private final String text;
  private final transient byte[] json; // null when it has been serialized by Java
  private final transient int from;
  private final transient int length;

  /** This text, which stands there between its quotes. */
  LongTextNode(String text, byte[] json, int from, int length) {
    this.text = text;
    this.json = json;
    this.from = from;
    this.length = length;
  }

  /** Where it begins in its document, behind the quote. */
  int from() {
    return from;
  }

  /** Where it ends in its document: at the quote. */
  int end() {
    return from + length;
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public String textValue() {
    return text;
  }

  @Override
  public String asText() {
    return text;
  }

  @Override
  public byte[] binaryValue() throws IOException {
    return TextNode.valueOf(text).binaryValue();
  }

  @Override
  public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
    if (json != null && takesBytes(out)) {
      out.writeRawUTF8String(json, from, length);
    } else {
      out.writeString(text);
    }
  }

  /** Those that write characters, or to a tree, refuse bytes. */
  private static boolean takesBytes(JsonGenerator out) {
    JsonGenerator writer = out;
    while (writer instanceof JsonGeneratorDelegate delegate) {
      writer = delegate.delegate();
    }
    return writer instanceof LongTextGenerator;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNode node && text.equals(node.textValue());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
