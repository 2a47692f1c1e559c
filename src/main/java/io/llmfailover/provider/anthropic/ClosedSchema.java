package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.WireJson;
import java.util.Set;

/**
 * A schema as {@code output_config} takes it: every object closed, no limits on values, nothing but
 * keywords it knows. What is dropped is checked in the answer anyway.
 */
final class ClosedSchema {
  /** Refused by Anthropic with a 400, and of no use for the shape. */
  private static final Set<String> DROPPED =
      Set.of(
          "$schema",
          "$id",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "examples");

  private static final Set<String> OPEN =
      Set.of("patternProperties", "propertyNames", "not", "if", "then", "else", "prefixItems");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private ClosedSchema() {}

  /** Whether the schema can be said this way: no map of free keys, nothing exotic. */
  static boolean possible(JsonNode schema) {
    if (!schema.isObject() || OPEN.stream().anyMatch(schema::has)) {
      return false;
    }
    if (free(schema) || WireJson.text(schema, "$ref").equals("#")) {
      return false;
    }
    for (var field : schema.properties()) {
      boolean fits =
          switch (field.getKey()) {
            case "properties", "$defs", "definitions", "anyOf", "oneOf", "allOf" ->
                allPossible(field.getValue());
            case "items" -> possible(field.getValue());
            default -> true;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean allPossible(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (!possible(schema)) {
        return false;
      }
    }
    return true;
  }

  /** An object with keys the schema does not name, which a closed object could not have. */
  private static boolean free(JsonNode schema) {
    return schema.path("additionalProperties").isObject()
        || (ofObject(schema) && schema.path("properties").isEmpty());
  }

  /** The schema closed; the one given is not changed. */
  static ObjectNode of(JsonNode schema) {
    ObjectNode closed = WireJson.object();
    for (var field : schema.properties()) {
      String keyword = field.getKey();
      if (!DROPPED.contains(keyword)) {
        write(closed, keyword, field.getValue());
      }
    }
    if (ofObject(schema)) {
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  private static void write(ObjectNode closed, String keyword, JsonNode value) {
    switch (keyword) {
      case "properties", "$defs", "definitions" -> {
        ObjectNode all = closed.putObject(keyword);
        value.properties().forEach(named -> all.set(named.getKey(), of(named.getValue())));
      }
      case "anyOf", "allOf" -> schemas(closed.putArray(keyword), value);
      // One of several is as good as any of them for a model that writes only one.
      case "oneOf" -> schemas(closed.putArray("anyOf"), value);
      case "items" -> closed.set(keyword, of(value));
      case "minItems" -> {
        if (value.asInt() <= 1) {
          closed.set(keyword, value);
        }
      }
      case "format" -> {
        if (FORMATS.contains(value.asText())) {
          closed.set(keyword, value);
        }
      }
      default -> closed.set(keyword, value);
    }
  }

  private static void schemas(ArrayNode closed, JsonNode schemas) {
    schemas.forEach(schema -> closed.add(of(schema)));
  }

  private static boolean ofObject(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (one.asText().equals("object")) {
          return true;
        }
      }
    }
    return type.asText().equals("object") || schema.path("properties").isObject();
  }
}
