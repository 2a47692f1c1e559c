package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes schemas shorter without changing what they say. */
final class SimplerSchema {
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

  private static boolean isNull(JsonNode schema) {
    return schema.size() == 1 && schema.path("type").asText().equals("null");
  }

  private static boolean mergeable(JsonNode schema) {
    return schema.path("type").isTextual() && !schema.has("enum") && !schema.has("const");
  }
}
