package io.llmfailover.failover;

import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.chain.LinkName;
import io.llmfailover.provider.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The links still to be tried in one generation, each at most once, and what earlier failures say
 * about the later ones. Confined to one generation; not thread-safe.
 */
final class LinkQueue {
  private final Deque<Link> waiting;
  private final Set<LinkName> taken = new HashSet<>();
  private int contextTooSmall;
  private int outputTooSmall;

  LinkQueue(List<Link> links) {
    this.waiting = new ArrayDeque<>(links);
  }

  /** The next link, which is never given again. */
  Optional<Link> next() {
    Link link = waiting.poll();
    if (link != null) {
      taken.add(link.name());
    }
    return Optional.ofNullable(link);
  }

  /** The link that would be next. */
  Optional<Link> peek() {
    return Optional.ofNullable(waiting.peek());
  }

  /** Puts a link first, unless it has been tried. */
  void putFirst(Link link) {
    if (taken.contains(link.name())) {
      return;
    }
    waiting.removeIf(other -> other.name().equals(link.name()));
    waiting.addFirst(link);
  }

  /** How many links there are in all, tried ones included. */
  int size() {
    return taken.size() + waiting.size();
  }

  /** Remembers what another link must have to be of help. */
  void learn(Link failed, Failure failure) {
    switch (failure.remedy()) {
      case LARGER_CONTEXT ->
          contextTooSmall = Math.max(contextTooSmall, failed.facts().contextWindow());
      case LARGER_OUTPUT ->
          outputTooSmall = Math.max(outputTooSmall, failed.facts().maxOutputTokens());
      case LARGER_BODY, ANY -> {}
    }
  }

  /** Whether an earlier failure shows that this link cannot help. Unknown sizes may. */
  Optional<LinkGate.Refusal> hopeless(Link link) {
    int window = link.facts().contextWindow();
    if (contextTooSmall > 0 && window > 0 && window <= contextTooSmall) {
      return Optional.of(new LinkGate.Refusal(SkipReason.CANNOT_DO, "context"));
    }
    int output = link.facts().maxOutputTokens();
    if (outputTooSmall > 0 && output > 0 && output <= outputTooSmall) {
      return Optional.of(new LinkGate.Refusal(SkipReason.CANNOT_DO, "output length"));
    }
    return Optional.empty();
  }
}
