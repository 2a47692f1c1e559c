package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.SchemaCopy;
import io.llmfailover.provider.SchemaReferences;
import io.llmfailover.provider.SchemaSetting;
import java.util.Optional;
import java.util.Set;

/** A schema with the keywords that {@code responseJsonSchema} documents, on models from 2.5. */
final class GeminiJsonSchema implements SchemaSetting {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "title",
          "description",
          "format",
          "required",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "propertyOrdering");

  private GeminiJsonSchema() {}

  /** The schema as it is sent, a copy; empty when it cannot be said this way. */
  static Optional<ObjectNode> of(JsonNode schema) {
    // Circles are unrolled a few times, which is not possible where a value must be there.
    if (new SchemaReferences(schema).recursiveWhereRequired()) {
      return Optional.empty();
    }
    return SchemaCopy.of(schema, new GeminiJsonSchema());
  }

  @Override
  public boolean takes(String keyword, JsonNode value) {
    return keyword.equals("enum") ? ofTextsAndNumbers(value) : KEYWORDS.contains(keyword);
  }

  private static boolean ofTextsAndNumbers(JsonNode values) {
    for (JsonNode value : values) {
      if (!value.isTextual() && !value.isNumber()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String combination(String keyword) {
    return switch (keyword) {
      case "anyOf", "oneOf" -> "anyOf";
      default -> "";
    };
  }

  @Override
  public boolean takesFreeKeys() {
    return true;
  }

  @Override
  public boolean settles(ObjectNode copy) {
    return OpenApiSubset.requiresOnlyDescribed(copy);
  }
}
