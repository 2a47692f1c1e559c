package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Spent;
import io.llmfailover.Verbatim;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.Timeouts;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One link's turn within a generation. Compared by identity: the walk knows its turns by it.
 *
 * <p>Not a record, because two turns with equal contents are still two turns.
 */
final class Turn {
  private final Link link;
  private final ProviderCall call;
  private final long startedNanos;
  private final boolean shortened;
  private final boolean waited;
  private final int repairs;
  private final Spent before;
  private final AtomicBoolean claimed = new AtomicBoolean();

  private Turn(
      Link link,
      ProviderCall call,
      long startedNanos,
      boolean shortened,
      boolean waited,
      int repairs,
      Spent before) {
    this.link = link;
    this.call = call;
    this.startedNanos = startedNanos;
    this.shortened = shortened;
    this.waited = waited;
    this.repairs = repairs;
    this.before = before;
  }

  /**
   * A turn that starts now.
   *
   * @param allowed the time it gets
   */
  static Turn starting(Link link, ProviderCall call, long nowNanos, Duration allowed) {
    Timeouts timeouts = link.timeouts();
    boolean soonerFirst = timeouts.firstToken().compareTo(timeouts.attempt()) < 0;
    Duration usual =
        call.streaming().isPresent() && soonerFirst ? timeouts.firstToken() : timeouts.attempt();
    boolean less = allowed.compareTo(usual) < 0;
    return new Turn(link, call, nowNanos, less, false, 0, Spent.NOTHING);
  }

  /** The same turn, the link being asked in another way. */
  Turn asking(ProviderCall otherwise) {
    return new Turn(link, otherwise, startedNanos, shortened, waited, repairs, before);
  }

  /** The same turn after it waited for the link to be back. */
  Turn afterWaiting() {
    return new Turn(link, call, startedNanos, shortened, true, repairs, before);
  }

  /**
   * The same turn, the link being asked to mend its answer.
   *
   * @param spent on the calls so far
   */
  Turn mending(ProviderCall repair, Spent spent) {
    return new Turn(link, repair, startedNanos, shortened, waited, repairs + 1, spent);
  }

  /**
   * Makes the caller the one who decides what becomes of this turn.
   *
   * @return false when somebody else does already
   */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  Link link() {
    return link;
  }

  ProviderCall call() {
    return call;
  }

  /**
   * Whether it had less time than the link's own timeout, so that a timeout is not its fault. Once
   * it speaks, its silence is.
   */
  boolean shortened() {
    return shortened && !call.spoken();
  }

  /** Whether it has waited once already. */
  boolean waited() {
    return waited;
  }

  /**
   * The answer the generation ends in when it ends with this turn.
   *
   * @param whole as the caller gets it
   * @param spent on the generation in all
   * @param attempts what became of each link, in order
   */
  Answer answer(String id, Reply whole, Spent spent, List<Attempt> attempts) {
    return Answer.builder(id, link.name().provider(), link.name().model())
        .text(whole.text())
        .reasoning(whole.reasoning())
        .toolCalls(whole.toolCalls())
        .finish(whole.finish())
        .usage(whole.usage())
        .cost(spent.cost().orElse(null))
        .attempts(attempts)
        .notices(call.notices())
        .verbatim(
            whole.verbatim().isMissingNode()
                ? null
                : new Verbatim(link.provider().dialect(), whole.verbatim()))
        .build();
  }

  /** How often the link has been asked to mend its answer. */
  int repairs() {
    return repairs;
  }

  /**
   * What its calls came to, repairs included.
   *
   * @param said what the link said in the end; empty when the last call failed before
   */
  Spent spentUntil(Delivery delivery, Optional<Reply> said) {
    return before.plus(delivery.spentOn(call, said));
  }

  /** How long it has taken so far. */
  Duration tookUntil(long nowNanos) {
    return Duration.ofNanos(nowNanos - startedNanos);
  }
}
