package io.llmfailover.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document read as a tree. Its long texts, when they are written again, are copied as they stand
 * in its bytes, or not even that; so nobody may change those, and they are kept as long as the
 * texts are.
 */
public final class JsonTree {
  private final JsonNode root;
  private final byte[] json; // null when they are not known, or not UTF-8
  private final List<LongTextNode> longTexts;

  private JsonTree(JsonNode root, byte[] json, List<LongTextNode> longTexts) {
    this.root = root;
    this.json = json;
    this.longTexts = longTexts;
  }

  /** Of a document that did not come in UTF-8. */
  public static JsonTree of(JsonNode root) {
    return new JsonTree(root, null, List.of());
  }

  /**
   * Reads a document.
   *
   * @param mapper how; made with a {@link LongTextFactory}
   * @param json from now on not to be changed
   * @throws IOException as the mapper's {@code readTree} does
   */
  public static JsonTree read(ObjectMapper mapper, byte[] json) throws IOException {
    if (json.length < LongTextFactory.LONG) {
      return new JsonTree(mapper.readTree(json), json, List.of());
    }
    try (JsonParser parser = mapper.createParser(json)) {
      if (!(parser instanceof LongTextParser texts)) {
        return new JsonTree(mapper.readTree(json), json, List.of());
      }
      JsonNode root = mapper.readTree(parser);
      new Placing(texts.longTexts()).in(root);
      return new JsonTree(root, json, texts.longTexts());
    }
  }

  /** What was read, as the mapper gives it. */
  public JsonNode root() {
    return root;
  }

  /**
   * Whether a code is escaped anywhere but in the long texts, of which it is known that all their
   * characters are whole. Always, when that is not known.
   */
  public boolean hasCodeEscapes() {
    if (json == null) {
      return true;
    }
    int from = 0;
    for (LongTextNode text : longTexts) {
      if (hasCodeEscapes(from, text.from())) {
        return true;
      }
      from = text.end();
    }
    return hasCodeEscapes(from, json.length);
  }

  private boolean hasCodeEscapes(int from, int to) {
    return TextBytes.indexOfCodeEscape(json, from, to) < to;
  }

  /** Whether a text is known to have no half of a surrogate pair, without looking at it. */
  public static boolean knownWhole(JsonNode text) {
    return text instanceof LongTextNode;
  }

  /** Puts the long texts into a tree, in place of nodes that know nothing but the text. */
  private static final class Placing {
    private final Map<String, LongTextNode> left = new IdentityHashMap<>();

    Placing(List<LongTextNode> longTexts) {
      longTexts.forEach(text -> left.put(text.textValue(), text));
    }

    void in(JsonNode node) {
      if (left.isEmpty()) {
        return;
      }
      if (node instanceof ObjectNode object) {
        object.properties().forEach(field -> field.setValue(placed(field.getValue())));
      } else if (node instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, placed(array.get(i)));
        }
      }
    }

    private JsonNode placed(JsonNode node) {
      if (node.isTextual()) {
        LongTextNode known = left.remove(node.textValue());
        return known == null ? node : known;
      }
      in(node);
      return node;
    }
  }
}
