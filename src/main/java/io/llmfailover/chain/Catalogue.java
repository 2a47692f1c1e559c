package io.llmfailover.chain;

import java.util.Optional;

/** What is known about models: windows, prices, abilities, which are retired. Thread-safe. */
public interface Catalogue {
  /** What is known about this provider's model, its aliases included; otherwise unknown. */
  ModelFacts facts(String provider, String model);

  /** The provider that serves a model known by its bare name ({@code gpt-4o}), when known. */
  Optional<String> providerOf(String model);

  /** Whether this release's own list has the provider's model, its aliases included. */
  boolean lists(String provider, String model);

  /** The provider's listed model that is written much like this one, when there is one. */
  Optional<String> nearest(String provider, String model);
}
