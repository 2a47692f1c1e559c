package io.llmfailover.api;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.json.JsonBytes;
import io.llmfailover.json.JsonTree;
import io.llmfailover.json.LongTextFactory;
import io.llmfailover.json.WrittenJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** JSON of callers, read strictly, and JSON for them. Thread-safe. */
public final class Json {
  /** Deeper than any request needs, and far from what a stack holds. */
  private static final int MAX_DEPTH = 200;

  /** Some programs put it before what they send; it means nothing in UTF-8. */
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** Reads requests; says no more of a broken one than that it is. */
  private static final ObjectMapper MAPPER =
      strict().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  /** Reads broken requests once more, as texts, and says where they are. */
  private static final ObjectMapper FINDER =
      strict().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  private static JsonMapper.Builder strict() {
    return JsonMapper.builder(
            new LongTextFactory(
                new JsonFactoryBuilder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            // The body's size is limited already; a picture is one long string.
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Reads one JSON value.
   *
   * @throws InvalidPromptException when it is not JSON; the message says where
   */
  public static JsonNode read(byte[] body) {
    return tree(body).root();
  }

  /**
   * As {@link #read}.
   *
   * @param body from now on not to be changed
   */
  public static JsonTree tree(byte[] body) {
    if (Utf8.isWhole(body) && !mayBeWiderThanUtf8(body)) {
      try {
        JsonTree tree = JsonTree.read(MAPPER, body);
        there(tree.root());
        return tree;
      } catch (IOException notJson) {
        // Read once more below, which says where.
      }
    }
    return JsonTree.of(readText(body));
  }

  /** The parser guesses other encodings by zeros at the start, where JSON in UTF-8 has none. */
  private static boolean mayBeWiderThanUtf8(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode there(JsonNode node) {
    if (node == null || node.isMissingNode()) {
      throw new InvalidPromptException("body", "is empty; a JSON object is needed");
    }
    return node;
  }

  private static JsonNode readText(byte[] body) {
    try {
      return there(FINDER.readTree(textOf(body)));
    } catch (JsonProcessingException notJson) {
      JsonLocation where = notJson.getLocation();
      throw new InvalidPromptException(
          "body",
          "not valid JSON at line "
              + (where == null ? 1 : where.getLineNr())
              + ", column "
              + (where == null ? 1 : where.getColumnNr()));
    }
  }

  /**
   * The body as text. Decoded strictly: the parser takes overlong forms and halves of pairs, which
   * others read otherwise.
   */
  private static String textOf(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer text = CharBuffer.allocate(body.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, text, true).isError()) {
      throw new InvalidPromptException("body", "not valid UTF-8 at byte " + (in.position() + 1));
    }
    text.flip();
    boolean marked = text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK;
    return marked ? text.subSequence(1, text.length()).toString() : text.toString();
  }

  /** Writes one JSON value in one piece. */
  public static byte[] write(JsonNode node) {
    return written(node).whole();
  }

  /** Writes one JSON value. */
  public static WrittenJson written(JsonNode node) {
    JsonBytes bytes = new JsonBytes();
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      MAPPER.writeTree(out, node);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.written();
  }
}
