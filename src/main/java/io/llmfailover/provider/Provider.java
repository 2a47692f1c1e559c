package io.llmfailover.provider;

import java.util.concurrent.CompletionStage;

/**
 * Calls links of one provider; {@link Serves} says which. Implementations are thread-safe CDI
 * beans, called through their proxies so that Fault Tolerance is applied.
 */
@FunctionalInterface
public interface Provider {
  /**
   * Calls the link once, or more often where a repeat on the same link is allowed; each call is
   * counted in {@code call}. Holds no thread while it waits.
   *
   * @return completes with what the link said, judged usable in form (not yet against the prompt),
   *     or exceptionally with a {@link ProviderException}
   */
  CompletionStage<Reply> generate(ProviderCall call);
}
