package io.llmfailover;

/**
 * Tokens one answer cost. Input includes the cached and cache-writing tokens, output includes
 * reasoning: the way OpenAI counts, whatever the provider's own way.
 *
 * @param known whether the provider said; when false all counts are zero and mean nothing
 * @param inputTokens tokens read, cached ones included
 * @param outputTokens tokens written, reasoning included
 * @param cachedInputTokens of the input, those read from the provider's prompt cache
 * @param cacheWriteTokens of the input, those written to the provider's prompt cache
 * @param reasoningTokens of the output, those spent on thinking
 */
public record Usage(
    boolean known,
    long inputTokens,
    long outputTokens,
    long cachedInputTokens,
    long cacheWriteTokens,
    long reasoningTokens) {

  /** The provider said nothing about tokens. */
  public static final Usage UNKNOWN = new Usage(false, 0, 0, 0, 0, 0);

  /** Negative counts, which some servers send for "unknown", become zero. */
  public Usage {
    inputTokens = Math.max(0, inputTokens);
    outputTokens = Math.max(0, outputTokens);
    cachedInputTokens = Math.max(0, cachedInputTokens);
    cacheWriteTokens = Math.max(0, cacheWriteTokens);
    reasoningTokens = Math.max(0, reasoningTokens);
  }

  /** Plain usage without cache or reasoning. */
  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(true, inputTokens, outputTokens, 0, 0, 0);
  }

  /** Input and output together. */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
