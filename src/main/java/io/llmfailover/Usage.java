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
 * @param estimated whether at least a part was not told by a provider but estimated from the length
 *     of the words
 */
public record Usage(
    boolean known,
    long inputTokens,
    long outputTokens,
    long cachedInputTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    boolean estimated) {

  /** The provider said nothing about tokens. */
  public static final Usage UNKNOWN = new Usage(false, 0, 0, 0, 0, 0, false);

  /** Negative counts, which some servers send for "unknown", become zero. */
  public Usage {
    inputTokens = Math.max(0, inputTokens);
    outputTokens = Math.max(0, outputTokens);
    cachedInputTokens = Math.max(0, cachedInputTokens);
    cacheWriteTokens = Math.max(0, cacheWriteTokens);
    reasoningTokens = Math.max(0, reasoningTokens);
  }

  /** Usage as a provider told it. */
  public Usage(
      boolean known,
      long inputTokens,
      long outputTokens,
      long cachedInputTokens,
      long cacheWriteTokens,
      long reasoningTokens) {
    this(
        known,
        inputTokens,
        outputTokens,
        cachedInputTokens,
        cacheWriteTokens,
        reasoningTokens,
        false);
  }

  /** Plain usage without cache or reasoning. */
  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(true, inputTokens, outputTokens, 0, 0, 0);
  }

  /** Plain usage nobody told, judged by the length of the words. */
  public static Usage estimated(long inputTokens, long outputTokens) {
    return new Usage(true, inputTokens, outputTokens, 0, 0, 0, true);
  }

  /** Both together: what two calls cost. Unknown ones count nothing. */
  public Usage plus(Usage other) {
    return new Usage(
        known || other.known,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cachedInputTokens + other.cachedInputTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        reasoningTokens + other.reasoningTokens,
        estimated || other.estimated);
  }

  /** Input and output together. */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
