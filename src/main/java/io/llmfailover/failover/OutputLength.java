package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;

/**
 * How long an answer was asked for.
 *
 * @param tokens the most it may have; 0 when the prompt does not say
 */
record OutputLength(int tokens) {
  static OutputLength of(Prompt prompt) {
    return new OutputLength(prompt.maxTokens().orElse(0));
  }

  /** Whether the link can write that much. One whose limit is unknown may. */
  boolean fits(Link link) {
    int most = link.facts().maxOutputTokens();
    return most <= 0 || tokens <= most;
  }

  /** Why a link that does not fit gave way to others. */
  LinkGate.Refusal tooShort(Link link) {
    return new LinkGate.Refusal(
        SkipReason.CANNOT_DO,
        "output length: writes " + link.facts().maxOutputTokens() + " of " + tokens + " tokens");
  }
}
