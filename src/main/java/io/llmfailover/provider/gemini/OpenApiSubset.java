package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.SchemaSetting;

/** Which schemas mean the same when {@link GeminiSchema} has cut them down. */
final class OpenApiSubset implements SchemaSetting {
  @Override
  public boolean takes(String keyword, JsonNode value) {
    return keyword.equals("type") || keyword.equals("required");
  }

  @Override
  public String combination(String keyword) {
    return keyword;
  }

  @Override
  public boolean takesFreeKeys() {
    return false;
  }

  @Override
  public boolean settles(ObjectNode copy) {
    // Gemini refuses an object without properties.
    boolean empty =
        copy.path("type").asText().equals("object") && copy.path("properties").isEmpty();
    // Parts are laid over each other, so that only one of them may have properties.
    return !empty && copy.path("allOf").size() <= 1 && requiresOnlyDescribed(copy);
  }

  /** To require what is not described is an error at Gemini. */
  static boolean requiresOnlyDescribed(JsonNode schema) {
    for (JsonNode name : schema.path("required")) {
      if (!schema.path("properties").has(name.asText())) {
        return false;
      }
    }
    return true;
  }
}
