package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.WireJson;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a schema in Gemini's OpenAPI form ({@code "type": "STRING"}, {@code "nullable": true}) as
 * JSON Schema. A schema that is JSON Schema already stays what it is.
 */
final class OpenApiSchema {
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  /** Means nothing outside Gemini. */
  private static final Set<String> DROPPED = Set.of("nullable", "propertyOrdering", "example");

  /** Numbers which Google's JSON also writes as texts. */
  private static final Set<String> COUNTS =
      Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");
  private static final Set<String> SINGLE = Set.of("items", "additionalProperties", "not");

  private OpenApiSchema() {}

  /** The schema as JSON Schema; the one given is not changed. */
  static JsonNode told(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode told = WireJson.object();
    for (var field : schema.properties()) {
      String keyword = keyword(field.getKey());
      if (!DROPPED.contains(keyword)) {
        told.set(keyword, value(keyword, field.getValue()));
      }
    }
    if (told.path("format").asText().equals("enum")) {
      told.remove("format");
    }
    if (told.path("type").asText().equals("type_unspecified")) {
      told.remove("type");
    }
    if (schema.path("nullable").asBoolean()) {
      nullable(told);
    }
    return told;
  }

  private static String keyword(String name) {
    return switch (name) {
      case "ref" -> "$ref";
      case "defs" -> "$defs";
      default -> Fields.camel(name);
    };
  }

  private static JsonNode value(String keyword, JsonNode value) {
    if (keyword.equals("type")) {
      return type(value);
    }
    if (COUNTS.contains(keyword)
        && value.isTextual()
        && COUNT.matcher(value.textValue()).matches()) {
      return WireJson.object().numberNode(Integer.parseInt(value.textValue()));
    }
    if (SINGLE.contains(keyword)) {
      return told(value);
    }
    if (LISTS.contains(keyword) && value.isArray()) {
      ArrayNode all = WireJson.object().arrayNode();
      value.forEach(one -> all.add(told(one)));
      return all;
    }
    if (NAMED.contains(keyword) && value.isObject()) {
      ObjectNode all = WireJson.object();
      value.properties().forEach(one -> all.set(one.getKey(), told(one.getValue())));
      return all;
    }
    return value;
  }

  private static JsonNode type(JsonNode type) {
    if (type.isArray()) {
      ArrayNode all = WireJson.object().arrayNode();
      type.forEach(one -> all.add(type(one)));
      return all;
    }
    return type.isTextual()
        ? WireJson.object().textNode(type.textValue().toLowerCase(Locale.ROOT))
        : type;
  }

  private static void nullable(ObjectNode told) {
    if (told.path("type").isTextual()) {
      String type = told.path("type").textValue();
      told.putArray("type").add(type).add("null");
      if (told.path("enum") instanceof ArrayNode values) {
        told.set("enum", values.deepCopy().addNull());
      }
    } else if (told.path("anyOf") instanceof ArrayNode options) {
      options.addObject().put("type", "null");
    }
  }
}
