package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Usage;

/** Writes tokens the two ways OpenAI does. */
enum UsageShape {
  /** Of chat completions. */
  CHAT("prompt", "completion"),
  /** Of responses. */
  RESPONSES("input", "output");

  private final String read;
  private final String written;

  UsageShape(String read, String written) {
    this.read = read;
    this.written = written;
  }

  /** Sets known usage; what else the object says about tokens stays. */
  void write(Usage usage, ObjectNode to) {
    to.put(read + "_tokens", usage.inputTokens());
    ObjectNode input = details(to, read);
    input.put("cached_tokens", usage.cachedInputTokens());
    // OpenAI always tells it in responses, and its SDKs insist.
    if (this == RESPONSES || usage.cacheWriteTokens() > 0) {
      input.put("cache_write_tokens", usage.cacheWriteTokens());
    }
    to.put(written + "_tokens", usage.outputTokens());
    details(to, written).put("reasoning_tokens", usage.reasoningTokens());
    to.put("total_tokens", usage.totalTokens());
  }

  private static ObjectNode details(ObjectNode usage, String of) {
    String name = of + "_tokens_details";
    return usage.path(name) instanceof ObjectNode told ? told : usage.putObject(name);
  }
}
