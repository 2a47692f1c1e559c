package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a schema may be sent as strict, which makes the model follow it without fail. OpenAI
 * refuses a strict schema in which an object is open, a property optional or a keyword unknown; a
 * schema that is not sent as strict it takes as a wish, and the answer is checked anyway.
 */
final class StrictSchema {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$schema",
          "$ref",
          "$defs",
          "definitions",
          "title",
          "description",
          "type",
          "enum",
          "const",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems");

  private StrictSchema() {}

  /** Whether this schema of an object keeps all the rules. */
  static boolean allows(JsonNode schema) {
    return !schema.has("anyOf") && closed(schema);
  }

  private static boolean closed(JsonNode schema) {
    if (!schema.isObject() || schema.isEmpty()) {
      return false;
    }
    for (var field : schema.properties()) {
      if (!KEYWORDS.contains(field.getKey()) || !closedBelow(field.getKey(), field.getValue())) {
        return false;
      }
    }
    return !ofObject(schema) || allRequired(schema);
  }

  private static boolean closedBelow(String keyword, JsonNode value) {
    return switch (keyword) {
      case "properties", "$defs", "definitions", "anyOf" -> {
        for (JsonNode below : value) {
          if (!closed(below)) {
            yield false;
          }
        }
        yield true;
      }
      case "items" -> closed(value);
      default -> true;
    };
  }

  private static boolean ofObject(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue().equals("object");
    }
    for (JsonNode one : type) {
      if (one.asText().equals("object")) {
        return true;
      }
    }
    return schema.has("properties");
  }

  private static boolean allRequired(JsonNode schema) {
    JsonNode open = schema.path("additionalProperties");
    if (!open.isBoolean() || open.booleanValue()) {
      return false;
    }
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    Set<String> known = new HashSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    return required.equals(known);
  }
}
