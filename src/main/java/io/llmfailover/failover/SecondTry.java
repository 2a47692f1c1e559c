package io.llmfailover.failover;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives a link another try within its turn, where the next link would do worse:
 *
 * <ol>
 *   <li>a rate limit that ends in a moment is waited for, once;
 *   <li>a link that refuses to go on with an answer the one way is asked the other way;
 *   <li>a link whose answer is broken may mend it.
 * </ol>
 *
 * Whoever asks has claimed the turn. Thread-safe.
 */
final class SecondTry {
  private final Generation generation;
  private final WalkTools tools;
  private final Delivery delivery;
  private final Mending mending;
  private final Way way;

  SecondTry(Generation generation, WalkTools tools, Delivery delivery, Mending mending, Way way) {
    this.generation = generation;
    this.tools = tools;
    this.delivery = delivery;
    this.mending = mending;
    this.way = way;
  }

  /**
   * What it needs of the walk.
   *
   * @param underWay the turns under way
   * @param trail hears of it
   * @param sender calls the link
   */
  record Way(UnderWay underWay, Trail trail, Consumer<Turn> sender) {}

  /**
   * Whether the turn goes on, as another one.
   *
   * @param said what the link said, when that is what is of no use
   * @param took how long the turn has taken
   */
  boolean given(Turn turn, ProviderException why, Optional<Reply> said, Duration took) {
    return waits(turn, why.failure())
        || asksOtherwise(turn, why.failure())
        || (said.isPresent() && mends(turn, why, said.get(), took));
  }

  private boolean waits(Turn turn, Failure failure) {
    if (failure.kind() != FailureKind.RATE_LIMITED
        || !failure.hinted()
        || turn.waited()
        || turn.call().spoken()) {
      return false;
    }
    Duration hint = failure.cooldown().orElseThrow();
    if (hint.compareTo(generation.settings().generation().patience()) > 0
        || hint.compareTo(turn.call().deadline().remaining()) >= 0) {
      return false;
    }
    Turn again = turn.afterWaiting();
    // Still this link's turn: the deadline and the caller must find it while it waits.
    if (!way.underWay().exchange(turn, again)) {
      return false;
    }
    tools.timer().schedule(hint, () -> tools.executor().execute(() -> resend(again)));
    return true;
  }

  private void resend(Turn again) {
    if (way.underWay().has(again)) {
      way.sender().accept(again);
    }
  }

  private boolean asksOtherwise(Turn turn, Failure failure) {
    Optional<ProviderCall> otherwise = delivery.askedOtherwise(turn.call(), failure);
    return otherwise.isPresent() && sent(turn, turn.asking(otherwise.get()));
  }

  private boolean mends(Turn turn, ProviderException why, Reply said, Duration took) {
    if (why instanceof ObjectedException objected && !objected.canBeMended()) {
      return false;
    }
    Failure failure = why.failure();
    Optional<ProviderCall> repair =
        mending
            .again(turn, failure, said, took)
            .flatMap(prompt -> delivery.repeated(turn.call(), prompt));
    if (repair.isEmpty()) {
      return false;
    }
    way.trail().mending(turn, failure);
    mending.noteTo(repair.get());
    return sent(turn, turn.mending(repair.get(), turn.spentUntil(delivery, Optional.of(said))));
  }

  private boolean sent(Turn turn, Turn again) {
    if (!way.underWay().exchange(turn, again)) {
      return false;
    }
    way.sender().accept(again);
    return true;
  }
}
