package io.llmfailover.failover;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.Timeouts;
import io.llmfailover.provider.ProviderCall;
import java.time.Duration;
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
  private final AtomicBoolean claimed = new AtomicBoolean();

  private Turn(Link link, ProviderCall call, long startedNanos, boolean shortened, boolean waited) {
    this.link = link;
    this.call = call;
    this.startedNanos = startedNanos;
    this.shortened = shortened;
    this.waited = waited;
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
    return new Turn(link, call, nowNanos, allowed.compareTo(usual) < 0, false);
  }

  /** The same turn, the link being asked in another way. */
  Turn asking(ProviderCall otherwise) {
    return new Turn(link, otherwise, startedNanos, shortened, waited);
  }

  /** The same turn after it waited for the link to be back. */
  Turn afterWaiting() {
    return new Turn(link, call, startedNanos, shortened, true);
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

  /** How long it has taken so far. */
  Duration tookUntil(long nowNanos) {
    return Duration.ofNanos(nowNanos - startedNanos);
  }
}
