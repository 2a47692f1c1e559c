package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;

/**
 * How long an answer may become.
 *
 * @param tokens as asked for, or more than was too little; 0 when nobody knows
 */
record OutputLength(int tokens) {
  static OutputLength of(Prompt prompt) {
    return new OutputLength(prompt.maxTokens().orElse(0));
  }

  /**
   * What is needed after an answer was cut off by its model's own limit. A model that writes less
   * may still say it in fewer words: it is asked when no other is left.
   */
  OutputLength moreThan(int tooFew) {
    return tooFew < tokens ? this : new OutputLength(tooFew + 1);
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
