package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.WireJson.count;
import static io.llmfailover.provider.WireJson.counted;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Usage;

/** Reads tokens in Gemini's way of counting: thoughts stand beside the answer, not in it. */
final class GeminiUsage {
  private GeminiUsage() {}

  static Usage of(JsonNode answer) {
    JsonNode usage = answer.path("usageMetadata");
    if (!counted(usage, "promptTokenCount") && !counted(usage, "totalTokenCount")) {
      return Usage.UNKNOWN;
    }
    long input = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
    long thoughts = count(usage, "thoughtsTokenCount");
    long total = count(usage, "totalTokenCount");
    // The total holds what newer models add and the parts may not name.
    long output = total > input ? total - input : count(usage, "candidatesTokenCount") + thoughts;
    return new Usage(true, input, output, count(usage, "cachedContentTokenCount"), 0, thoughts);
  }
}
