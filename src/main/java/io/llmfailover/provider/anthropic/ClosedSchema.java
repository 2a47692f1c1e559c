package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.PlainPattern;
import io.llmfailover.provider.SchemaCopy;
import io.llmfailover.provider.SchemaReferences;
import io.llmfailover.provider.SchemaSetting;
import java.util.Optional;
import java.util.Set;

/**
 * A schema as {@code output_config} takes it: every object closed, nothing but keywords it knows,
 * no recursion. All else is refused with a 400; what limits values is said in words.
 */
final class ClosedSchema implements SchemaSetting {
  private static final Set<String> KEYWORDS =
      Set.of("title", "description", "type", "required", "default");

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

  /** The schema closed, a copy; empty when it cannot be said this way. */
  static Optional<ObjectNode> of(JsonNode schema) {
    if (new SchemaReferences(schema).recursive()) {
      return Optional.empty();
    }
    return SchemaCopy.of(schema, new ClosedSchema()).filter(GrammarLimits::allow);
  }

  @Override
  public boolean takes(String keyword, JsonNode value) {
    return switch (keyword) {
      case "pattern" -> PlainPattern.is(value.asText());
      case "format" -> FORMATS.contains(value.asText());
      case "minItems" -> value.asInt() <= 1;
      case "const" -> value.isValueNode();
      case "enum" -> {
        for (JsonNode one : value) {
          if (!one.isValueNode()) {
            yield false;
          }
        }
        yield true;
      }
      default -> KEYWORDS.contains(keyword);
    };
  }

  @Override
  public String combination(String keyword) {
    // One of several is as good as any of them for a model that writes only one.
    return keyword.equals("oneOf") ? "anyOf" : keyword;
  }

  @Override
  public boolean takesFreeKeys() {
    return false;
  }

  @Override
  public boolean settles(ObjectNode copy) {
    for (JsonNode part : copy.path("allOf")) {
      if (part.has("$ref")) {
        return false;
      }
    }
    if (!ofObject(copy)) {
      return true;
    }
    copy.put("additionalProperties", false);
    for (JsonNode name : copy.path("required")) {
      if (!copy.path("properties").has(name.asText())) {
        return false;
      }
    }
    // A map of free keys, which a closed object could not have.
    return !copy.path("properties").isEmpty();
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
