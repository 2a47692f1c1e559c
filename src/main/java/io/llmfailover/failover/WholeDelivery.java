package io.llmfailover.failover;

import io.llmfailover.Deadline;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import java.util.Optional;

/** Answers in one piece: a caller hears nothing of a link that failed. */
final class WholeDelivery implements Delivery {
  private final Generation generation;

  WholeDelivery(Generation generation, Course course) {
    this.generation = generation;
  }

  @Override
  public Deadline deadline() {
    return generation.deadline();
  }

  @Override
  public ProviderCall call(Link link, Deadline until) {
    return new ProviderCall(link, generation.prompt(), until);
  }

  @Override
  public Optional<ProviderCall> askedOtherwise(ProviderCall call, Failure failure) {
    return Optional.empty();
  }

  @Override
  public Reply usable(ProviderCall call, Reply said) {
    return ReplyJudge.usable(generation.prompt(), said);
  }

  @Override
  public Whole complete(ProviderCall call, Reply usable) {
    return new Whole(usable, call.link().facts().price().costOf(usable.usage()));
  }

  @Override
  public boolean mends(ProviderCall failed) {
    return true;
  }

  @Override
  public void close() {
    // Nothing was handed on.
  }
}
