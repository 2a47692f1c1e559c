package io.llmfailover.provider.openai;

import static io.llmfailover.provider.WireJson.count;
import static io.llmfailover.provider.WireJson.counted;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Usage;

/** Reads tokens in OpenAI's way of counting and in what compatible servers made of it. */
final class OpenAiUsage {
  private OpenAiUsage() {}

  static Usage of(JsonNode answer) {
    JsonNode usage = answer.path("usage");
    if (!usage.isObject()) {
      usage = answer.path("x_groq").path("usage");
    }
    boolean hitAndMiss =
        counted(usage, "prompt_cache_hit_tokens") && counted(usage, "prompt_cache_miss_tokens");
    if (!counted(usage, "prompt_tokens") && !counted(usage, "completion_tokens") && !hitAndMiss) {
      return Usage.UNKNOWN;
    }
    long input = input(usage);
    return new Usage(
        true,
        input,
        counted(usage, "completion_tokens")
            ? count(usage, "completion_tokens")
            : count(usage, "total_tokens") - input,
        cached(usage),
        0,
        count(usage.path("completion_tokens_details"), "reasoning_tokens"));
  }

  private static long input(JsonNode usage) {
    // DeepSeek counts what its cache knew and what it did not.
    return counted(usage, "prompt_tokens")
        ? count(usage, "prompt_tokens")
        : count(usage, "prompt_cache_hit_tokens") + count(usage, "prompt_cache_miss_tokens");
  }

  /** OpenAI's place, DeepSeek's and Together's; those a server does not fill are zero. */
  private static long cached(JsonNode usage) {
    return Math.max(
        count(usage.path("prompt_tokens_details"), "cached_tokens"),
        Math.max(count(usage, "prompt_cache_hit_tokens"), count(usage, "cached_tokens")));
  }
}
