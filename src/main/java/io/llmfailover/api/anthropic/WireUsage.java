package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Usage;

/** Usage as Anthropic counts: cached tokens beside the other input, not among it. */
final class WireUsage {
  private WireUsage() {}

  /** The counts; zeros when nobody told them, because SDKs need numbers. */
  static ObjectNode of(Usage usage) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    long beside = usage.cachedInputTokens() + usage.cacheWriteTokens();
    node.put("input_tokens", Math.max(0, usage.inputTokens() - beside));
    node.put("cache_creation_input_tokens", usage.cacheWriteTokens());
    node.put("cache_read_input_tokens", usage.cachedInputTokens());
    node.put("output_tokens", usage.outputTokens());
    if (usage.reasoningTokens() > 0) {
      node.putObject("output_tokens_details").put("thinking_tokens", usage.reasoningTokens());
    }
    return node;
  }
}
