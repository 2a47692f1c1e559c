package io.llmfailover.failover;

import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.chain.LinkName;
import io.llmfailover.failover.LinkHealth.Admission.Resting;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * The links still to be tried in one generation, each at most once, those postponed because they
 * write less than was asked for, those set aside because they rest, and what earlier failures say
 * about the later ones. Used by one thread at a time, but for {@link #dismissPostponed}.
 */
final class LinkQueue {
  private final Deque<Link> waiting;
  private final Set<LinkName> taken = new HashSet<>();
  private final List<SetAside> resting = new ArrayList<>();
  private volatile OutputLength length;
  // Whoever ends the generation dismisses them, while a hedged link may be looked for.
  private final Queue<Link> postponed = new ConcurrentLinkedQueue<>();
  private int contextTooSmall;

  private record SetAside(Link link, Resting rest) {}

  /**
   * A queue.
   *
   * @param length what the answer may need; links that write less come after those that can
   */
  LinkQueue(List<Link> links, OutputLength length) {
    this.waiting = new ArrayDeque<>(links);
    this.length = length;
  }

  /** The next link, which is never given again. */
  Optional<Link> next() {
    while (longEnoughWaits()) {
      Link link = waiting.remove();
      if (length.fits(link)) {
        return taken(link);
      }
      postponed.add(link);
    }
    Link shorter = postponed.poll();
    Link link = shorter == null ? waiting.poll() : shorter;
    return link == null ? Optional.empty() : taken(link);
  }

  private Optional<Link> taken(Link link) {
    taken.add(link.name());
    return Optional.of(link);
  }

  private boolean longEnoughWaits() {
    for (Link link : waiting) {
      if (length.fits(link) && link.provider().usable()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether all links behind this one would cut an answer it can give whole: none of them is to be
   * asked while it has not failed.
   */
  boolean onlyShorterBehind(Link first) {
    return length.fits(first) && !longEnoughWaits();
  }

  /** Gives the postponed links away for good: the generation is over. Any thread may. */
  void dismissPostponed(BiConsumer<Link, LinkGate.Refusal> dismissed) {
    for (Link link = postponed.poll(); link != null; link = postponed.poll()) {
      dismissed.accept(link, length.tooShort(link));
    }
  }

  /** Links that wait for their turn, in order. */
  Iterable<Link> waiting() {
    return waiting;
  }

  /**
   * The time the link just taken gets: what is left, less what each link behind it must still have.
   *
   * @param left until the deadline
   * @param reserve for each link behind it
   */
  Duration share(Duration left, Duration reserve) {
    int behind = waitingAndUsable();
    if (behind == 0) {
      return left;
    }
    Duration fair = left.dividedBy(behind + 1L);
    Duration less = left.minus(reserve.multipliedBy(behind));
    return less.compareTo(fair) > 0 ? less : fair;
  }

  /** Why this link would be of no help now. */
  Optional<LinkGate.Refusal> refusalOf(Link link, Duration left, LinkHealth health) {
    return hopeless(link).or(() -> tooSlow(link, left, health));
  }

  private int waitingAndUsable() {
    int usable = 0;
    for (Link link : waiting) {
      usable += link.provider().usable() ? 1 : 0;
    }
    for (Link link : postponed) {
      usable += link.provider().usable() ? 1 : 0;
    }
    return usable;
  }

  /** How many links there are in all, tried ones included. */
  int size() {
    return taken.size() + waiting.size() + postponed.size();
  }

  /** Puts a link first, unless it has been tried. */
  void putFirst(Link link) {
    if (taken.contains(link.name())) {
      return;
    }
    waiting.removeIf(other -> other.name().equals(link.name()));
    postponed.removeIf(other -> other.name().equals(link.name()));
    waiting.addFirst(link);
  }

  /** Sets a link aside that rests: it may be asked after all when there is nothing else. */
  void setAside(Link link, Resting rest) {
    resting.add(new SetAside(link, rest));
  }

  /** Gives the links set aside so far away for good. */
  void dismissResting(BiConsumer<Link, Resting> dismissed) {
    for (SetAside aside : resting) {
      dismissed.accept(aside.link(), aside.rest());
    }
    resting.clear();
  }

  /**
   * Takes back the link set aside whose rest is a guess of our own and the shortest. Not one whose
   * rest is over: another generation is finding out how it is, and one at a time shall.
   */
  Optional<Link> shortestGuess() {
    Optional<SetAside> shortest =
        resting.stream()
            .filter(aside -> aside.rest().guess() && !aside.rest().left().isZero())
            .min(Comparator.comparing(aside -> aside.rest().left()));
    shortest.ifPresent(resting::remove);
    return shortest.map(SetAside::link);
  }

  /** Remembers what another link must have to be of help. */
  void learn(Link failed, Failure failure) {
    switch (failure.remedy()) {
      case LARGER_CONTEXT ->
          contextTooSmall = Math.max(contextTooSmall, failed.facts().contextWindow());
      case LARGER_OUTPUT -> length = length.moreThan(failed.facts().maxOutputTokens());
      case LARGER_BODY, ANY -> {}
    }
  }

  /** Whether an earlier failure shows that this link cannot help. Unknown sizes may. */
  private Optional<LinkGate.Refusal> hopeless(Link link) {
    int window = link.facts().contextWindow();
    if (contextTooSmall > 0 && window > 0 && window <= contextTooSmall) {
      return Optional.of(
          new LinkGate.Refusal(
              SkipReason.CANNOT_DO,
              "context: window " + window + ", and " + contextTooSmall + " was too small"));
    }
    return Optional.empty();
  }

  /** Whether the link usually takes longer than is left, while another one that waits does not. */
  private Optional<LinkGate.Refusal> tooSlow(Link link, Duration left, LinkHealth health) {
    Optional<Duration> usual = health.usualTime(link);
    if (usual.isEmpty() || usual.get().compareTo(left) <= 0) {
      return Optional.empty();
    }
    for (Link other : waiting) {
      if (other.provider().usable()
          && health.usualTime(other).filter(time -> time.compareTo(left) <= 0).isPresent()) {
        return Optional.of(
            new LinkGate.Refusal(
                SkipReason.TOO_SLOW_FOR_DEADLINE,
                "usually takes " + usual.get().toMillis() + " ms"));
      }
    }
    return Optional.empty();
  }
}
