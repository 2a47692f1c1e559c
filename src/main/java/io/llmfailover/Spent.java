package io.llmfailover;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What calls of links came to.
 *
 * @param usage tokens; {@link Usage#UNKNOWN} when no link told any
 * @param cost in US dollars; empty when tokens were told whose price is unknown
 */
public record Spent(Usage usage, Optional<BigDecimal> cost) {
  /** Nothing that anybody knows of: also a failed call that told no tokens. */
  public static final Spent NOTHING = new Spent(Usage.UNKNOWN, Optional.of(BigDecimal.ZERO));

  /** Checks that both are there. */
  public Spent {
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(cost, "cost");
  }

  /** Both together. */
  public Spent plus(Spent other) {
    if (other.equals(NOTHING)) {
      return this;
    }
    if (equals(NOTHING)) {
      return other;
    }
    return new Spent(usage.plus(other.usage), cost.flatMap(before -> other.cost.map(before::add)));
  }
}
