package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Deadline;
import io.llmfailover.Verbatim;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How what links say gets to the caller of one generation: whole in the end, or piece by piece.
 * Thread-safe.
 */
interface Delivery {
  /** When the generation must have come as far as it must next. */
  Deadline deadline();

  /** The call that gives a link its turn. */
  ProviderCall call(Link link, Deadline until);

  /** The same turn once more after the link refused the way it was asked; empty when it did not. */
  Optional<ProviderCall> askedOtherwise(ProviderCall call, Failure failure);

  /**
   * Judges what a link said in the end.
   *
   * @throws ProviderException when it is of no use
   */
  Reply usable(ProviderCall call, Reply said);

  /** Brings the caller what he has not heard yet. */
  Whole complete(ProviderCall call, Reply usable);

  /**
   * A call failed: whether the next link can make it good. Not when the caller has heard a part
   * that can neither be gone on with nor taken back.
   */
  boolean mends(ProviderCall failed);

  /** The generation is over: nothing is handed on any more. */
  void close();

  /**
   * A whole answer.
   *
   * @param reply as the caller got it, with the tokens of all links that had a part in it
   * @param cost in US dollars, of the same links; empty when a price or a usage is unknown
   */
  record Whole(Reply reply, Optional<BigDecimal> cost) {
    /**
     * The answer the generation ends in.
     *
     * @param call the call that ended it
     * @param attempts what became of each link, in order
     */
    Answer answer(String id, ProviderCall call, List<Attempt> attempts) {
      Link link = call.link();
      return Answer.builder(id, link.name().provider(), link.name().model())
          .text(reply.text())
          .reasoning(reply.reasoning())
          .toolCalls(reply.toolCalls())
          .finish(reply.finish())
          .usage(reply.usage())
          .cost(cost.orElse(null))
          .attempts(attempts)
          .notices(call.notices())
          .verbatim(
              reply.verbatim().isMissingNode()
                  ? null
                  : new Verbatim(link.provider().dialect(), reply.verbatim()))
          .build();
    }
  }
}
