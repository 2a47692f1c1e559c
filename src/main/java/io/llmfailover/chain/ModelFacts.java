package io.llmfailover.chain;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalogue knows about a model.
 *
 * @param known whether the catalogue knows the model at all; if not, nothing is held against it
 * @param contextWindow tokens it reads at most; 0 when unknown
 * @param maxOutputTokens tokens it writes at most; 0 when unknown
 * @param price what it costs
 * @param capabilities what it can do; means nothing when the model is not known
 * @param retired whether its provider has switched it off
 * @param replacement the model its provider names instead; empty when none
 * @param deprecated whether its provider has announced to switch it off
 */
public record ModelFacts(
    boolean known,
    int contextWindow,
    int maxOutputTokens,
    Price price,
    Set<Capability> capabilities,
    boolean retired,
    String replacement,
    boolean deprecated) {

  /** Nothing is known. */
  public static final ModelFacts UNKNOWN =
      new ModelFacts(false, 0, 0, Price.UNKNOWN, Set.of(), false, "");

  /** Of a model nobody has announced to switch off. */
  public ModelFacts(
      boolean known,
      int contextWindow,
      int maxOutputTokens,
      Price price,
      Set<Capability> capabilities,
      boolean retired,
      String replacement) {
    this(known, contextWindow, maxOutputTokens, price, capabilities, retired, replacement, false);
  }

  /** Copies the capabilities. */
  public ModelFacts {
    Objects.requireNonNull(price, "price");
    Objects.requireNonNull(replacement, "replacement");
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether the model is known not to be able to do this. */
  public boolean lacks(Capability capability) {
    return known && !capabilities.contains(capability);
  }

  /** Whether the model is known to be able to do this. */
  public boolean has(Capability capability) {
    return known && capabilities.contains(capability);
  }

  /** The model its provider names instead, when there is one. */
  public Optional<String> replacementIfAny() {
    return replacement.isEmpty() ? Optional.empty() : Optional.of(replacement);
  }
}
