package io.llmfailover.failover;

import io.llmfailover.Attempt;
import io.llmfailover.AttemptEnded;
import io.llmfailover.ChainExhausted;
import io.llmfailover.LinkSwitched;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Tells CDI observers, synchronous and asynchronous ones alike, what the engine does. */
@ApplicationScoped
class CdiEvents implements AttemptListener {
  private Event<AttemptEnded> attempts;
  private Event<LinkSwitched> switches;
  private Event<ChainExhausted> exhaustions;

  /** For the proxy. */
  protected CdiEvents() {}

  @Inject
  CdiEvents(
      Event<AttemptEnded> attempts,
      Event<LinkSwitched> switches,
      Event<ChainExhausted> exhaustions) {
    this.attempts = attempts;
    this.switches = switches;
    this.exhaustions = exhaustions;
  }

  @Override
  public void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
    tell(attempts, new AttemptEnded(generation.id(), generation.chain().name(), attempt));
  }

  @Override
  public void switched(Generation generation, Link from, Link to, Failure reason) {
    tell(
        switches,
        new LinkSwitched(
            generation.id(),
            generation.chain().name(),
            from.toString(),
            to.toString(),
            reason.kind()));
  }

  @Override
  public void exhausted(Generation generation, String handoffId, List<Attempt> all) {
    tell(
        exhaustions,
        new ChainExhausted(
            generation.id(), generation.chain().name(), handoffId, generation.prompt(), all));
  }

  private static <E> void tell(Event<E> observers, E news) {
    // Asynchronous ones first: a synchronous observer that throws must not keep it from them.
    observers.fireAsync(news);
    observers.fire(news);
  }
}
