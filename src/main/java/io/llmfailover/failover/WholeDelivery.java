package io.llmfailover.failover;

import io.llmfailover.Deadline;
import io.llmfailover.Prompt;
import io.llmfailover.Spent;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import java.util.Optional;

/** Answers in one piece: a caller hears nothing of a link that failed. */
final class WholeDelivery implements Delivery {
  private final Generation generation;

  WholeDelivery(Generation generation) {
    this.generation = generation;
  }

  @Override
  public Deadline deadline() {
    return generation.deadline();
  }

  @Override
  public ProviderCall call(Link link, Prompt prompt, Deadline until) {
    return new ProviderCall(link, prompt, until);
  }

  @Override
  public Optional<ProviderCall> askedOtherwise(ProviderCall call, Failure failure) {
    return Optional.empty();
  }

  @Override
  public Optional<ProviderCall> repeated(ProviderCall call, Prompt prompt) {
    ProviderCall again = new ProviderCall(call.link(), prompt, call.deadline());
    again.follows(call);
    return Optional.of(again);
  }

  @Override
  public Reply usable(ProviderCall call, Reply said) {
    return ReplyJudge.usable(generation.prompt(), said);
  }

  @Override
  public Reply complete(ProviderCall call, Reply usable, Spent spent) {
    return usable.withUsage(spent.usage());
  }

  @Override
  public Spent spentOn(ProviderCall call, Optional<Reply> said) {
    return said.map(reply -> Delivery.priced(call, reply.usage())).orElse(Spent.NOTHING);
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
