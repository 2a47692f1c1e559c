package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The caller's own {@code generationConfig}, as far as it goes along. */
final class OwnConfig {
  private static final Set<String> SPOKEN =
      Set.of("temperature", "topP", "maxOutputTokens", "stopSequences", "seed");

  private static final Set<String> FORMAT =
      Set.of("responseMimeType", "responseSchema", "responseJsonSchema", "responseFormat");

  private final JsonNode config;

  OwnConfig(ObjectNode body) {
    this.config = GeminiNames.in(body, "generationConfig");
  }

  /** Whether the form of answer is asked for in a way this model understands. */
  boolean asksForFormat(GeminiModel model) {
    boolean plainSchema = GeminiNames.in(config, "responseJsonSchema").isObject();
    return !GeminiNames.in(config, "responseMimeType").isMissingNode()
        && (model.takesJsonSchema() || !plainSchema);
  }

  /**
   * Copies what the prompt has no word for.
   *
   * @param format whether the form of answer goes along
   */
  void copy(ObjectNode written, boolean format) {
    for (var member : config.properties()) {
      String name = GeminiNames.camel(member.getKey());
      if (!SPOKEN.contains(name) && (format || !FORMAT.contains(name))) {
        written.set(member.getKey(), member.getValue());
      }
    }
  }
}
