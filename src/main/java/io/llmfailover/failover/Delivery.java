package io.llmfailover.failover;

import io.llmfailover.Deadline;
import io.llmfailover.Prompt;
import io.llmfailover.Spent;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.util.Optional;

/**
 * How what links say gets to the caller of one generation: whole in the end, or piece by piece.
 * Thread-safe.
 */
interface Delivery {
  /** When the generation must have come as far as it must next. */
  Deadline deadline();

  /**
   * The call that gives a link its turn.
   *
   * @param prompt what the link is asked, unless the caller has heard a part of the answer already
   */
  ProviderCall call(Link link, Prompt prompt, Deadline until);

  /** The same turn once more after the link refused the way it was asked; empty when it did not. */
  Optional<ProviderCall> askedOtherwise(ProviderCall call, Failure failure);

  /**
   * The same turn once more after the link's answer was of no use.
   *
   * @param prompt what it is asked this time
   * @return empty when the caller has heard a part of that answer
   */
  Optional<ProviderCall> repeated(ProviderCall call, Prompt prompt);

  /**
   * Judges what a link said in the end.
   *
   * @throws ProviderException when it is of no use
   */
  Reply usable(ProviderCall call, Reply said);

  /**
   * Brings the caller what he has not heard yet.
   *
   * @param spent on the turn that ends the generation
   * @return the answer as the caller got it, with the tokens of all links that had a part in it
   */
  Reply complete(ProviderCall call, Reply usable, Spent spent);

  /**
   * What one call came to.
   *
   * @param said what the link said in the end; empty when the call failed before
   */
  Spent spentOn(ProviderCall call, Optional<Reply> said);

  /**
   * A call failed: whether the next link can make it good. Not when the caller has heard a part
   * that can neither be gone on with nor taken back.
   */
  boolean mends(ProviderCall failed);

  /** The generation is over: nothing is handed on any more. */
  void close();

  /** What these tokens of a link come to. */
  static Spent priced(ProviderCall call, Usage usage) {
    return new Spent(usage, call.link().facts().price().costOf(usage));
  }
}
