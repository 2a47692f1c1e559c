package io.llmfailover.provider.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The JSON a model might give for a JSON Schema, with nothing in it but the simulator's own words.
 * Follows what schemas usually say; one that asks for a pattern, or contradicts itself, it may
 * break. Used once.
 */
final class SampleJson {
  /**
   * Below this only what is required is filled in, so that schemas which contain themselves end.
   */
  private static final int WHOLE_DEPTH = 6;

  private static final int MOST_DEPTH = 30;
  private static final int MOST_ITEMS = 1_000;
  private static final int LONGEST_TEXT = 100_000;
  private static final String TEXT = "simulated";
  private static final Set<String> WHOLE_NUMBERS = Set.of("integer");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;

  private SampleJson(JsonNode root) {
    this.root = root;
  }

  /** A value for this schema. */
  static JsonNode of(JsonNode schema) {
    return new SampleJson(schema).sample(schema, 0);
  }

  private JsonNode sample(JsonNode asked, int depth) {
    if (depth > MOST_DEPTH) {
      return NODES.nullNode();
    }
    JsonNode schema = resolved(asked);
    for (String given : new String[] {"const", "default"}) {
      if (schema.has(given)) {
        return schema.get(given);
      }
    }
    for (String list : new String[] {"enum", "examples"}) {
      if (schema.path(list).size() > 0) {
        return schema.get(list).get(0);
      }
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (schema.path(choice).size() > 0 && !schema.has("properties")) {
        return sample(firstOf(schema.get(choice)), depth + 1);
      }
    }
    return switch (typeOf(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> NODES.textNode(text(schema));
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      case "integer", "number" -> number(schema);
      default -> NODES.textNode(TEXT);
    };
  }

  /** With its reference followed, and with what all of several must be put together. */
  private JsonNode resolved(JsonNode asked) {
    JsonNode schema = asked;
    for (int i = 0; i < MOST_DEPTH && schema.path("$ref").isTextual(); i++) {
      String ref = schema.get("$ref").textValue();
      String pointer = URLDecoder.decode(ref.replace("+", "%2B"), StandardCharsets.UTF_8);
      schema = pointer.startsWith("#/") ? root.at(pointer.substring(1)) : root;
    }
    if (!schema.has("allOf") || !schema.isObject()) {
      return schema;
    }
    ObjectNode all = schema.deepCopy();
    all.remove("allOf");
    ObjectNode properties = all.withObject("/properties");
    ArrayNode required = all.withArray("/required");
    for (JsonNode part : schema.get("allOf")) {
      JsonNode one = resolved(part);
      for (Map.Entry<String, JsonNode> keyword : one.properties()) {
        if (keyword.getKey().equals("properties")) {
          properties.setAll((ObjectNode) keyword.getValue());
        } else if (keyword.getKey().equals("required")) {
          keyword.getValue().forEach(required::add);
        } else if (!all.has(keyword.getKey())) {
          all.set(keyword.getKey(), keyword.getValue());
        }
      }
    }
    return all;
  }

  private static JsonNode firstOf(JsonNode choices) {
    for (JsonNode choice : choices) {
      if (!choice.path("type").asText().equals("null")) {
        return choice;
      }
    }
    return choices.get(0);
  }

  private static String typeOf(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue();
    }
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    if (schema.has("properties") || schema.has("required")) {
      return "object";
    }
    return schema.has("items") || schema.has("minItems") ? "array" : "";
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (depth < WHOLE_DEPTH || requires(schema, property.getKey())) {
        object.set(property.getKey(), sample(property.getValue(), depth + 1));
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.asText())) {
        object.set(name.asText(), sample(schema.path("additionalProperties"), depth + 1));
      }
    }
    return object;
  }

  private static boolean requires(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    schema.path("prefixItems").forEach(item -> array.add(sample(item, depth + 1)));
    int wanted = Math.min(MOST_ITEMS, schema.path("minItems").asInt(depth < WHOLE_DEPTH ? 1 : 0));
    int most = schema.path("maxItems").asInt(MOST_ITEMS);
    while (array.size() < Math.min(wanted, most)) {
      array.add(sample(schema.path("items"), depth + 1));
    }
    return array;
  }

  private static JsonNode number(JsonNode schema) {
    BigDecimal step = decimal(schema, "multipleOf", BigDecimal.ONE);
    BigDecimal least = decimal(schema, "minimum", BigDecimal.ONE);
    if (schema.path("exclusiveMinimum").isNumber()) {
      least = least.max(schema.get("exclusiveMinimum").decimalValue().add(step));
    }
    BigDecimal most = decimal(schema, "maximum", least);
    if (schema.path("exclusiveMaximum").isNumber()) {
      most = most.min(schema.get("exclusiveMaximum").decimalValue().subtract(step));
    }
    BigDecimal value = least.min(most);
    if (step.signum() > 0) {
      value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }
    return WHOLE_NUMBERS.contains(typeOf(schema))
        ? NODES.numberNode(value.toBigInteger())
        : NODES.numberNode(value);
  }

  private static BigDecimal decimal(JsonNode schema, String keyword, BigDecimal otherwise) {
    JsonNode number = schema.path(keyword);
    return number.isNumber() ? number.decimalValue() : otherwise;
  }

  private static String text(JsonNode schema) {
    String text =
        switch (schema.path("format").asText()) {
          case "date" -> "2026-01-31";
          case "time" -> "09:30:00Z";
          case "date-time" -> "2026-01-31T09:30:00Z";
          case "duration" -> "PT20M";
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          case "email" -> "simulated@example.org";
          case "uri" -> "https://example.org/simulated";
          default -> TEXT;
        };
    int least = Math.min(LONGEST_TEXT, schema.path("minLength").asInt(0));
    String longEnough = text.repeat(Math.max(1, (least + text.length() - 1) / text.length()));
    int most = Math.max(0, schema.path("maxLength").asInt(LONGEST_TEXT));
    return longEnough.substring(0, Math.min(longEnough.length(), most));
  }
}
