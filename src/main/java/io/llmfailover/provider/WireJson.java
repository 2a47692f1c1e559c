package io.llmfailover.provider;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.json.JsonBytes;
import io.llmfailover.json.LongTextFactory;
import io.llmfailover.json.WrittenJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON as it goes over the wire: written once into bytes, read without ever trusting a type. All
 * methods are thread-safe.
 */
public final class WireJson {
  /** No single answer has more tokens; keeps sums of absurd counts far from an overflow. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private static final char REPLACEMENT = '\uFFFD';

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(new LongTextFactory(new JsonFactoryBuilder()))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private WireJson() {}

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * The body. Half a surrogate pair, which Java strings may hold and UTF-8 may not, is replaced by
   * U+FFFD.
   *
   * @throws ProviderException when it is nested too deeply to be written ({@code unsupported})
   */
  public static WrittenJson written(JsonNode body) {
    JsonBytes bytes = new JsonBytes();
    try (JsonGenerator out = new WholeCharacters(MAPPER.createGenerator(bytes))) {
      MAPPER.writeTree(out, body);
    } catch (IOException e) {
      throw tooDeep();
    }
    return bytes.written();
  }

  /** As {@link #written}, in one piece. */
  public static byte[] bytes(ObjectNode body) {
    return written(body).whole();
  }

  /** The node as compact text. */
  public static String compact(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw tooDeep();
    }
  }

  /** The text as one JSON value; empty when it is not exactly that. */
  public static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** As {@link #parse(String)}, of the first bytes; what is no UTF-8 among them is replaced. */
  static Optional<JsonNode> parse(byte[] json, int length) {
    if (length > 0 && json[0] == '{') {
      try {
        return Optional.of(MAPPER.readTree(json, 0, length));
      } catch (IOException otherwiseEncoded) {
        // Decoding mends what the parser refuses.
      }
    }
    return parse(new String(json, 0, length, StandardCharsets.UTF_8));
  }

  /** The field's text; empty when it is missing, null or of another type. */
  public static String text(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    return node.isTextual() ? node.textValue() : "";
  }

  /** Whether the field is a number. */
  public static boolean counted(JsonNode parent, String field) {
    return parent.path(field).isNumber();
  }

  /** The field as a count of tokens; zero when it is missing, negative or no number. */
  public static long count(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (!node.isNumber() || !node.canConvertToLong()) {
      return 0;
    }
    return Math.max(0, Math.min(MOST_TOKENS, node.longValue()));
  }

  private static ProviderException tooDeep() {
    return new ProviderException(
        Failure.of(FailureKind.UNSUPPORTED, 0, "JSON is nested too deeply to be sent"));
  }

  private static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (!pairAt(text, i)) {
        return repaired(text);
      }
      i++;
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text);
    for (int i = 0; i < repaired.length(); i++) {
      if (!Character.isSurrogate(repaired.charAt(i))) {
        continue;
      }
      if (pairAt(repaired, i)) {
        i++;
      } else {
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired.toString();
  }

  private static boolean pairAt(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Mends texts on their way out, so that no writer of a dialect has to think of it. */
  private static final class WholeCharacters extends JsonGeneratorDelegate {
    WholeCharacters(JsonGenerator out) {
      super(out, false);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
      super.writeFieldName(whole(name));
    }

    @Override
    public void writeString(String text) throws IOException {
      super.writeString(whole(text));
    }
  }
}
