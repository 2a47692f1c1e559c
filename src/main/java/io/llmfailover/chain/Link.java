package io.llmfailover.chain;

import java.util.Objects;

/**
 * One (provider, model) that can be asked, with all that is needed to ask it.
 *
 * @param name as people write it
 * @param wireModel the model name that is sent, when an alias says so; otherwise the name's model
 * @param provider how it is reached
 * @param facts what is known about the model
 * @param timeouts how long it may be silent
 */
public record Link(
    LinkName name,
    String wireModel,
    ProviderSettings provider,
    ModelFacts facts,
    Timeouts timeouts) {
  /** Checks that all is there. */
  public Link {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(wireModel, "wireModel");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(timeouts, "timeouts");
  }

  /** {@code provider/model}. */
  @Override
  public String toString() {
    return name.toString();
  }
}
