package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/** Writes schemas shorter without changing what they say. */
final class SimplerSchema {
  private static final String WORDS = "description";

  private SimplerSchema() {}

  /**
   * Writes the same shorter, and in the way more providers take: null beside a type's name, and no
   * word beside a reference.
   */
  static void simplify(JsonNode schema) {
    schema.forEach(SimplerSchema::simplify);
    if (!(schema instanceof ObjectNode node)) {
      return;
    }
    joinWords(node);
    JsonNode either = node.path("anyOf");
    if (either.size() == 2) {
      boolean nullFirst = isNull(either.get(0));
      JsonNode other = either.get(nullFirst ? 1 : 0);
      if ((nullFirst || isNull(either.get(1))) && mergeable(other)) {
        node.remove("anyOf");
        other.properties().forEach(one -> node.set(one.getKey(), one.getValue()));
        node.putArray("type").add(other.get("type")).add("null");
      }
    }
    if (node.path("$ref").isTextual() && node.size() > 1) {
      JsonNode reference = node.remove("$ref");
      node.putArray("anyOf").addObject().set("$ref", reference);
    }
  }

  /** What is said of a place and what is said of the type there is one description. */
  private static void joinWords(ObjectNode node) {
    JsonNode ofType = node.path("allOf").path(0);
    JsonNode ofPlace = node.path("allOf").path(1);
    if (node.size() != 1 || node.path("allOf").size() != 2 || !differInWords(ofType, ofPlace)) {
      return;
    }
    node.removeAll();
    Stream.of(ofType, ofPlace)
        .flatMap(one -> one.properties().stream())
        .forEach(one -> node.set(one.getKey(), one.getValue()));
    node.put(WORDS, ofPlace.path(WORDS).asText() + " " + ofType.path(WORDS).asText());
  }

  private static boolean differInWords(JsonNode ofType, JsonNode ofPlace) {
    return ofType.has(WORDS)
        && ofPlace.has(WORDS)
        && ofPlace.properties().stream()
            .allMatch(one -> one.getKey().equals(WORDS) || !ofType.has(one.getKey()));
  }

  private static boolean isNull(JsonNode schema) {
    return schema.size() == 1 && schema.path("type").asText().equals("null");
  }

  private static boolean mergeable(JsonNode schema) {
    return schema.path("type").isTextual() && !schema.has("enum") && !schema.has("const");
  }
}
