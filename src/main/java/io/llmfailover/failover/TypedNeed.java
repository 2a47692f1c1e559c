package io.llmfailover.failover;

import java.util.Objects;

/**
 * Somewhere in the application a chain is to answer with a type.
 *
 * @param chain the chain's name; empty for the default chain
 * @param type the type's name
 * @param place where it is asked for: a field, a parameter
 */
public record TypedNeed(String chain, String type, String place) {
  /** Checks that all is there. */
  public TypedNeed {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(place, "place");
  }
}
