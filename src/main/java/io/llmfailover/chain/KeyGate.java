package io.llmfailover.chain;

import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import java.util.Optional;

/** Passes over links whose provider has no key and needs one. */
public final class KeyGate implements LinkGate {
  @Override
  public Optional<Refusal> refuse(Link link, Prompt prompt) {
    return link.provider().usable()
        ? Optional.empty()
        : Optional.of(new Refusal(SkipReason.NO_API_KEY, ""));
  }
}
