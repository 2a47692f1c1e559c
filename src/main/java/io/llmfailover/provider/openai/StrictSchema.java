package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.PlainPattern;
import io.llmfailover.provider.SchemaCopy;
import io.llmfailover.provider.SchemaSetting;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A schema as it may be sent as strict, which makes the model follow it without fail. OpenAI
 * refuses a strict schema in which an object is open, a property optional or a keyword unknown; a
 * schema that is not sent as strict it takes as a wish.
 */
final class StrictSchema implements SchemaSetting {
  private static final Set<String> KEYWORDS =
      Set.of(
          "title",
          "description",
          "type",
          "enum",
          "const",
          "required",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems");

  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  private StrictSchema() {}

  /** This schema of an object as it may be sent, a copy; empty when it may not be strict. */
  static Optional<ObjectNode> of(JsonNode schema) {
    if (schema.has("anyOf")) {
      return Optional.empty();
    }
    return SchemaCopy.of(schema, new StrictSchema()).filter(StrictLimits::allow);
  }

  @Override
  public boolean takes(String keyword, JsonNode value) {
    return switch (keyword) {
      case "pattern" -> PlainPattern.is(value.asText());
      case "format" -> FORMATS.contains(value.asText());
      // Numbers only: in early drafts these were switches.
      case "exclusiveMinimum", "exclusiveMaximum" -> value.isNumber();
      default -> KEYWORDS.contains(keyword);
    };
  }

  @Override
  public String combination(String keyword) {
    return keyword.equals("anyOf") ? keyword : "";
  }

  @Override
  public boolean takesFreeKeys() {
    return false;
  }

  @Override
  public boolean settles(ObjectNode copy) {
    if (!copy.has("type") && !copy.has("anyOf")) {
      return false;
    }
    if (isOf(copy, "array") && !copy.has("items")) {
      return false;
    }
    return !(isOf(copy, "object") || copy.has("properties")) || closed(copy);
  }

  private static boolean isOf(JsonNode schema, String name) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue().equals(name);
    }
    for (JsonNode one : type) {
      if (one.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean closed(JsonNode schema) {
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
