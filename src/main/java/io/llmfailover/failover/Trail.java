package io.llmfailover.failover;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.LlmException;
import io.llmfailover.Spent;
import io.llmfailover.StreamStart;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of each link of one generation so far, told to the listeners as it happens.
 * Thread-safe.
 */
final class Trail {
  private final Generation generation;
  private final WalkTools tools;

  // Guarded by this.
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private Link firstFailed;
  private Link lastFailed;
  private Duration soonestBack = Duration.ZERO;
  private Spent spent = Spent.NOTHING;

  Trail(Generation generation, WalkTools tools) {
    this.generation = generation;
    this.tools = tools;
  }

  void skipped(Link link, LinkGate.Refusal why) {
    add(link, new Attempt.Skipped(link.toString(), why.reason(), why.message()), Optional.empty());
  }

  void cancelled(Turn turn, Duration took) {
    Attempt attempt = new Attempt.Cancelled(turn.link().toString(), turn.call().calls(), took);
    add(turn.link(), attempt, Optional.empty());
  }

  /** A turn failed; a link that only had too little time is not blamed. */
  void failed(Turn turn, Failure failure, Duration took, Spent cost) {
    Link link = turn.link();
    tools.log().failed(generation.id(), link, failure);
    boolean harmless = failure.kind() == FailureKind.TIMEOUT && turn.shortened();
    Attempt attempt =
        new Attempt.Failed(
            link.toString(),
            failure.kind(),
            failure.status(),
            failure.message(),
            turn.call().calls(),
            took,
            cost);
    synchronized (this) {
      spent = spent.plus(cost);
      failures.add(failure);
      firstFailed = firstFailed == null ? link : firstFailed;
      lastFailed = link;
    }
    if (failure.kind() == FailureKind.RATE_LIMITED || failure.kind() == FailureKind.OVERLOADED) {
      failure.cooldown().ifPresent(this::backIn);
    }
    add(link, attempt, harmless ? Optional.empty() : Optional.of(failure));
  }

  /** A turn has the floor: what is known as its first piece comes. */
  StreamStart spoke(Turn turn, Duration took) {
    tools.tell(listener -> listener.spoke(generation, turn.link(), took));
    ProviderCall call = turn.call();
    return new StreamStart(
        generation.id(), turn.link().toString(), soFar(), call.calls(), call.notices());
  }

  void answered(Turn turn, int status, Duration took, Spent cost) {
    Link link = turn.link();
    tools.log().took(link, took);
    add(
        link,
        new Attempt.Answered(link.toString(), status, turn.call().calls(), took, cost),
        Optional.empty());
    Link first;
    synchronized (this) {
      spent = spent.plus(cost);
      first = firstFailed;
    }
    if (first != null) {
      tools.log().switched(first, link);
    }
  }

  /** A link is told what is wrong with its answer and asked once more. */
  void mending(Turn turn, Failure failure) {
    tools.log().mending(generation.id(), turn.link(), failure);
    tools.tell(listener -> listener.mending(generation, turn.link(), failure));
  }

  /** The next link is about to be called because the last one failed. */
  void switching(Link to) {
    Link from;
    Failure reason;
    synchronized (this) {
      if (lastFailed == null) {
        return;
      }
      from = lastFailed;
      reason = failures.get(failures.size() - 1);
    }
    tools.log().fallingBack(to);
    tools.tell(listener -> listener.switched(generation, from, to, reason));
  }

  /** A link will be back after this rest; the soonest counts. */
  synchronized void backIn(Duration rest) {
    if (soonestBack.isZero() || rest.compareTo(soonestBack) < 0) {
      soonestBack = rest;
    }
  }

  /** No link is left: tells, and makes the exception that names every link and why. */
  AllLinksFailedException exhausted(String handoffId) {
    List<Attempt> all = soFar();
    tools.log().allFailed(generation.id(), all);
    tools.tell(listener -> listener.exhausted(generation, handoffId, all));
    synchronized (this) {
      AllLinksFailedException end =
          new AllLinksFailedException(
              generation.settings().generation().handoffMessage(), all, handoffId, soonestBack);
      if (!failures.isEmpty()) {
        end.initCause(new ProviderException(failures.get(0)));
        for (Failure later : failures.subList(1, failures.size())) {
          end.addSuppressed(new ProviderException(later));
        }
      }
      return end;
    }
  }

  void started() {
    tools.tell(listener -> listener.started(generation));
  }

  void ended(Answer answer, Duration took) {
    tools.tell(listener -> listener.answered(generation, answer, took));
  }

  void ended(LlmException end, Duration took) {
    tools.tell(listener -> listener.ended(generation, end, took));
  }

  /** What all attempts so far came to. */
  synchronized Spent spent() {
    return spent;
  }

  /** All attempts so far, in order. */
  synchronized List<Attempt> soFar() {
    return List.copyOf(attempts);
  }

  private void add(Link link, Attempt attempt, Optional<Failure> failure) {
    synchronized (this) {
      attempts.add(attempt);
    }
    tools.tell(listener -> listener.attempted(generation, link, attempt, failure));
  }
}
