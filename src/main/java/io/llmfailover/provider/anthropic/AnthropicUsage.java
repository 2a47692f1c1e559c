package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.WireJson.count;
import static io.llmfailover.provider.WireJson.counted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Usage;

/** Reads tokens in Anthropic's way of counting: cached ones stand beside the others. */
final class AnthropicUsage {
  private AnthropicUsage() {}

  static Usage of(JsonNode usage) {
    if (!counted(usage, "input_tokens") && !counted(usage, "output_tokens")) {
      return Usage.UNKNOWN;
    }
    long read = count(usage, "cache_read_input_tokens");
    long written = count(usage, "cache_creation_input_tokens");
    return new Usage(
        true,
        count(usage, "input_tokens") + written + read,
        count(usage, "output_tokens"),
        read,
        written,
        count(usage.path("output_tokens_details"), "thinking_tokens"));
  }

  /**
   * Puts what a stream tells now in the place of what it told before. Counts that are missing now,
   * or not known (zero), stay.
   */
  static void update(ObjectNode soFar, JsonNode told) {
    for (var field : told.properties()) {
      JsonNode value = field.getValue();
      boolean counts = value.isNumber() && (count(told, field.getKey()) > 0);
      if (counts || value.isObject() || value.isNumber() && !soFar.has(field.getKey())) {
        soFar.set(field.getKey(), value);
      }
    }
  }
}
