package io.llmfailover.failover;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.LlmException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.Timer;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderBusyException;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One generation on its way along the chain: takes the next link, skips or calls it, judges what it
 * said, and goes on, stops or answers.
 *
 * <p>At most one call is under way. Its end, the deadline and the caller's cancellation may come at
 * the same moment on different threads; whoever first takes the {@link #under} call under the lock
 * decides what became of it, the others find it gone and do nothing.
 */
final class Walk {
  private final Generation generation;
  private final WalkTools tools;
  private final LinkQueue queue;
  private final CompletableFuture<Answer> result = new CompletableFuture<>();

  private final AtomicInteger steps = new AtomicInteger();
  private final Object lock = new Object();
  private final List<Attempt> attempts = new ArrayList<>();
  private Under under;
  private Duration soonestBack = Duration.ZERO;
  private final List<ProviderException> failures = new ArrayList<>();
  private Link firstFailed;
  private Link lastFailed;
  private int tried;

  /** The call under way. */
  private record Under(Link link, ProviderCall call, long startedNanos, boolean waited) {}

  Walk(Generation generation, WalkTools tools) {
    this.generation = generation;
    this.tools = tools;
    this.queue = new LinkQueue(generation.chain().links());
  }

  /** Starts walking. The future ends in an answer or an {@link LlmException}. */
  CompletableFuture<Answer> start() {
    Timer.Scheduled expiry =
        tools.timer().schedule(generation.deadline().remaining(), this::expireOnExecutor);
    result.whenComplete(
        (answer, failure) -> {
          expiry.cancel();
          if (result.isCancelled()) {
            abandon();
          }
        });
    goOn();
    return result;
  }

  /**
   * Goes on to the next link. Never recurses, however many links fail at once: whoever comes while
   * a step is being taken leaves another one to do and returns.
   */
  private void goOn() {
    if (steps.getAndIncrement() != 0) {
      return;
    }
    do {
      step();
    } while (steps.decrementAndGet() != 0);
  }

  /** Takes links until one is called or none is left. */
  private void step() {
    while (!result.isDone()) {
      if (generation.deadline().passed()) {
        expire();
        return;
      }
      Optional<Link> next = queue.next();
      if (next.isEmpty()) {
        exhausted();
        return;
      }
      Link link = next.get();
      Optional<LinkGate.Refusal> refusal = refusalOf(link);
      if (refusal.isEmpty()) {
        call(link);
        return;
      }
      skip(link, refusal.get());
    }
  }

  private Optional<LinkGate.Refusal> refusalOf(Link link) {
    for (LinkGate gate : tools.gates()) {
      Optional<LinkGate.Refusal> refusal = gate.refuse(link, generation.prompt());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return queue.hopeless(link);
  }

  private void skip(Link link, LinkGate.Refusal refusal) {
    record(
        link,
        new Attempt.Skipped(link.toString(), refusal.reason(), refusal.message()),
        Optional.empty());
  }

  private void call(Link link) {
    tried++;
    FailoverLog.attempt(tried, queue.size(), link);
    if (lastFailed != null) {
      FailoverLog.fallingBack(link);
      Link from = lastFailed;
      Failure reason = failures.get(failures.size() - 1).failure();
      tell(listener -> listener.switched(generation, from, link, reason));
    }
    ProviderCall call = new ProviderCall(link, generation.prompt(), generation.deadline());
    send(new Under(link, call, tools.ticker().nanos(), false));
  }

  private void send(Under next) {
    synchronized (lock) {
      if (result.isDone()) {
        return;
      }
      under = next;
    }
    FailoverLog.calling(next.link(), generation.prompt().messages().size());
    CompletionStage<Reply> reply;
    try {
      reply = tools.providers().named(next.link().name().provider()).generate(next.call());
    } catch (RuntimeException thrown) {
      reply = CompletableFuture.failedFuture(thrown);
    }
    reply.whenComplete((said, thrown) -> ended(next, said, causeOf(thrown)));
  }

  /** The call came back: judge it, unless somebody else ended it. */
  private void ended(Under call, Reply said, Throwable thrown) {
    if (!take(call)) {
      return;
    }
    try {
      if (thrown != null) {
        throw thrown;
      }
      answered(call, ReplyJudge.usable(generation.prompt(), said));
    } catch (ProviderException notUsable) {
      failed(call, notUsable.failure());
    } catch (ProviderBusyException full) {
      skip(call.link(), new LinkGate.Refusal(SkipReason.BUSY, full.getMessage()));
      goOn();
    } catch (Throwable internal) {
      // Whatever happens, somebody waits for this generation: it must not hang.
      FailoverLog.broken(generation.id(), internal);
      failed(call, Failure.of(FailureKind.UNKNOWN, 0, "internal error"));
    }
  }

  /** Stages wrap what was thrown, depending on where they are looked at. */
  private static Throwable causeOf(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private boolean take(Under call) {
    synchronized (lock) {
      if (under != call) {
        return false;
      }
      under = null;
      return true;
    }
  }

  private void answered(Under call, Reply reply) {
    if (generation.deadline().passed()) {
      giveUp(call);
      expire();
      return;
    }
    Link link = call.link();
    Duration took = since(call);
    FailoverLog.took(link, took);
    record(
        link,
        new Attempt.Answered(link.toString(), reply.status(), call.call().calls(), took),
        Optional.empty());
    if (firstFailed != null) {
      FailoverLog.switched(firstFailed, link);
    }
    result.complete(
        Answer.builder(generation.id(), link.name().provider(), link.name().model())
            .text(reply.text())
            .reasoning(reply.reasoning())
            .toolCalls(reply.toolCalls())
            .finish(reply.finish())
            .usage(reply.usage())
            .cost(link.facts().price().costOf(reply.usage()).orElse(null))
            .attempts(attemptsSoFar())
            .notices(call.call().notices())
            .build());
  }

  private void failed(Under call, Failure failure) {
    if (generation.deadline().passed() && failure.kind() == FailureKind.TIMEOUT) {
      // The generation ran out of time, not the link.
      giveUp(call);
      expire();
      return;
    }
    if (waitsHere(call, failure)) {
      return;
    }
    Link link = call.link();
    if (failure.kind() == FailureKind.RATE_LIMITED || failure.kind() == FailureKind.OVERLOADED) {
      failure.cooldown().ifPresent(this::backIn);
    }
    FailoverLog.failed(generation.id(), link, failure);
    record(
        link,
        new Attempt.Failed(
            link.toString(),
            failure.kind(),
            failure.status(),
            failure.message(),
            call.call().calls(),
            since(call)),
        Optional.of(failure));
    if (generation.settings().generation().stopOn().contains(failure.kind())) {
      fail(new RequestRefusedException(failure.kind(), failure.message(), attemptsSoFar()));
      return;
    }
    failures.add(new ProviderException(failure));
    lastFailed = link;
    firstFailed = firstFailed == null ? link : firstFailed;
    queue.learn(link, failure);
    if (failure.kind() == FailureKind.MODEL_NOT_FOUND) {
      generation
          .settings()
          .replacementOf(link)
          .ifPresent(
              replacement -> {
                FailoverLog.replaced(link, replacement);
                queue.putFirst(replacement);
              });
    }
    goOn();
  }

  /** A rate limit that ends in a moment is waited for, once, instead of going elsewhere. */
  private boolean waitsHere(Under call, Failure failure) {
    if (failure.kind() != FailureKind.RATE_LIMITED || !failure.hinted() || call.waited()) {
      return false;
    }
    Duration hint = failure.cooldown().orElseThrow();
    if (hint.compareTo(generation.settings().generation().patience()) > 0
        || hint.compareTo(generation.deadline().remaining()) >= 0) {
      return false;
    }
    Under again = new Under(call.link(), call.call(), call.startedNanos(), true);
    synchronized (lock) {
      if (result.isDone()) {
        return true;
      }
      // Still this link's turn: the deadline and the caller must find it while it waits.
      under = again;
    }
    tools.timer().schedule(hint, () -> tools.executor().execute(() -> resend(again)));
    return true;
  }

  private void resend(Under again) {
    synchronized (lock) {
      if (under != again) {
        return;
      }
    }
    send(again);
  }

  private void expireOnExecutor() {
    tools.executor().execute(this::expire);
  }

  private void expire() {
    Under cut = cut();
    if (cut != null) {
      giveUp(cut);
    }
    fail(
        new DeadlineExceededException(
            "No link gave a usable answer within the deadline.", attemptsSoFar()));
  }

  /** The caller does not wait any more. */
  private void abandon() {
    Under cut = cut();
    if (cut != null) {
      giveUp(cut);
    }
  }

  private Under cut() {
    synchronized (lock) {
      Under cut = under;
      under = null;
      return cut;
    }
  }

  private void giveUp(Under call) {
    call.call().cancel();
    Link link = call.link();
    record(
        link,
        new Attempt.Cancelled(link.toString(), call.call().calls(), since(call)),
        Optional.empty());
  }

  private void exhausted() {
    List<Attempt> all = attemptsSoFar();
    String handoffId = tools.ids().get();
    FailoverLog.allFailed(generation.id(), all);
    tell(listener -> listener.exhausted(generation, handoffId, all));
    AllLinksFailedException end =
        new AllLinksFailedException(
            generation.settings().generation().handoffMessage(), all, handoffId, soonestBack);
    if (!failures.isEmpty()) {
      end.initCause(failures.get(0));
      failures.subList(1, failures.size()).forEach(end::addSuppressed);
    }
    fail(end);
  }

  private void fail(LlmException end) {
    result.completeExceptionally(end);
  }

  private void backIn(Duration rest) {
    if (soonestBack.isZero() || rest.compareTo(soonestBack) < 0) {
      soonestBack = rest;
    }
  }

  private void record(Link link, Attempt attempt, Optional<Failure> failure) {
    synchronized (lock) {
      attempts.add(attempt);
    }
    tell(listener -> listener.attempted(generation, link, attempt, failure));
  }

  private void tell(Consumer<AttemptListener> news) {
    for (AttemptListener listener : tools.listeners()) {
      try {
        news.accept(listener);
      } catch (RuntimeException thrown) {
        FailoverLog.listenerFailed(thrown);
      }
    }
  }

  private List<Attempt> attemptsSoFar() {
    synchronized (lock) {
      return List.copyOf(attempts);
    }
  }

  private Duration since(Under call) {
    return Duration.ofNanos(tools.ticker().nanos() - call.startedNanos());
  }
}
