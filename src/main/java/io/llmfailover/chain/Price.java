package io.llmfailover.chain;

import io.llmfailover.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a model costs, in US dollars per million tokens. A price that is not known is unknown, not
 * free.
 *
 * @param tiers from the cheapest prompt size up: the last tier whose {@link Tier#aboveInputTokens}
 *     lies below the prompt's size counts; empty when the price is unknown
 */
public record Price(List<Tier> tiers) {
  /** Nobody knows. */
  public static final Price UNKNOWN = new Price(List.of());

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Copies the tiers. */
  public Price {
    tiers = List.copyOf(tiers);
  }

  /**
   * The price from a prompt size on.
   *
   * @param aboveInputTokens it counts for prompts of more tokens than this; 0 for all
   * @param input US dollars per million tokens read
   * @param cachedInput the same for tokens read from the prompt cache
   * @param cacheWrite the same for tokens written to the prompt cache
   * @param output US dollars per million tokens written
   */
  public record Tier(
      long aboveInputTokens,
      BigDecimal input,
      BigDecimal cachedInput,
      BigDecimal cacheWrite,
      BigDecimal output) {}

  /** What the usage cost; empty when the price or the usage is unknown. */
  public Optional<BigDecimal> costOf(Usage usage) {
    if (tiers.isEmpty() || !usage.known()) {
      return Optional.empty();
    }
    Tier tier = tiers.get(0);
    for (Tier larger : tiers) {
      if (usage.inputTokens() > larger.aboveInputTokens()) {
        tier = larger;
      }
    }
    long plain =
        Math.max(0, usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens());
    BigDecimal perMillion =
        times(tier.input(), plain)
            .add(times(tier.cachedInput(), usage.cachedInputTokens()))
            .add(times(tier.cacheWrite(), usage.cacheWriteTokens()))
            .add(times(tier.output(), usage.outputTokens()));
    return Optional.of(perMillion.divide(MILLION).stripTrailingZeros());
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }
}
