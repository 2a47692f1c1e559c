package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.Spent;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.failover.LinkHealth.Admission;
import io.llmfailover.failover.LinkHealth.Admission.Resting;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderBusyException;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One generation on its way along the chain: takes the next link, skips or calls it, judges what it
 * said, and goes on, stops or answers.
 *
 * <p>One call is under way, or two when the first was slow and hedged. Whoever claims a turn
 * decides what became of it; {@link UnderWay} lets exactly one end the generation.
 */
final class Walk implements Course {
  private final Generation generation;
  private final WalkTools tools;
  private final LinkQueue queue;
  private final Trail trail;
  private final CompletableFuture<Answer> result = new CompletableFuture<>();
  private final Expiry expiry;
  private final AtomicInteger steps = new AtomicInteger();
  private final long startedNanos;

  private final UnderWay underWay = new UnderWay();
  private final Approval approval;
  private final Mending mending;
  private final Delivery delivery;
  private final SecondTry secondTry;

  // Only a step touches these, and steps follow one another.
  private int called;
  private boolean hedging;

  /**
   * A walk.
   *
   * @param approval the checks its answer must pass
   * @param delivery makes what brings the answer to the caller
   */
  Walk(
      Generation generation,
      List<Link> order,
      WalkTools tools,
      Approval approval,
      Function<Course, Delivery> delivery) {
    this.generation = generation;
    this.tools = tools;
    this.queue = new LinkQueue(order, OutputLength.of(generation.prompt()));
    this.trail = new Trail(generation, tools);
    this.startedNanos = tools.ticker().nanos();
    this.approval = approval;
    this.mending = new Mending(generation.prompt(), generation.settings().generation().repairs());
    this.delivery = delivery.apply(this);
    this.secondTry =
        new SecondTry(
            generation,
            tools,
            this.delivery,
            mending,
            new SecondTry.Way(underWay, trail, this::send));
    this.expiry = new Expiry(this.delivery, tools, this::expire);
  }

  /** Starts walking. The future ends in an answer or an {@link LlmException}. */
  CompletableFuture<Answer> start() {
    trail.started();
    expiry.watch();
    result.whenComplete(
        (answer, failure) -> {
          delivery.close();
          expiry.cancel();
          if (result.isCancelled() && underWay.decide()) {
            giveUpAll();
            trail.ended(new GenerationCancelledException(trail.soFar()), sinceStart());
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
    while (!underWay.isOver()) {
      if (delivery.deadline().passed()) {
        expire();
        return;
      }
      Optional<Link> next =
          called < generation.settings().generation().maxAttempts()
              ? queue.next()
              : Optional.empty();
      if (next.isEmpty()) {
        noneLeft();
        return;
      }
      Link link = next.get();
      Optional<LinkGate.Refusal> refusal = refusalOf(link);
      if (refusal.isPresent()) {
        dismissResting();
        trail.skipped(link, refusal.get());
        continue;
      }
      Admission admission = tools.health().admit(generation, link);
      if (admission instanceof Resting rest) {
        queue.setAside(link, rest);
        continue;
      }
      dismissResting();
      call(link);
      return;
    }
  }

  private Optional<LinkGate.Refusal> refusalOf(Link link) {
    return tools
        .refusalOf(link, generation.prompt())
        .or(() -> queue.refusalOf(link, delivery.deadline().remaining(), tools.health()));
  }

  /** Nothing waits any more: wait for the call under way, try one that rests, or give up. */
  private void noneLeft() {
    if (!underWay.isEmpty()) {
      return;
    }
    if (called == 0) {
      Optional<Link> shortest = queue.shortestGuess();
      if (shortest.isPresent()) {
        dismissResting();
        call(shortest.get());
        return;
      }
    }
    dismissResting();
    endIn(() -> trail.exhausted(tools.ids().get()));
  }

  private void dismissResting() {
    queue.dismissResting(
        (link, rest) -> {
          if (rest.reason() == SkipReason.COOLING_DOWN) {
            trail.backIn(rest.left());
          }
          trail.skipped(link, new LinkGate.Refusal(rest.reason(), rest.message()));
        });
  }

  private void call(Link link) {
    called++;
    tools.log().attempt(called, queue.size(), link);
    if (!hedging) {
      trail.switching(link);
    }
    hedging = false;
    Duration reserve = generation.settings().generation().reserve();
    Duration allowed = queue.share(delivery.deadline().remaining(), reserve);
    ProviderCall call = delivery.call(link, mending.prompt(), delivery.deadline().within(allowed));
    mending.noteTo(call);
    Turn turn = Turn.starting(link, call, tools.ticker().nanos(), allowed);
    if (called == 1) {
      hedgeLater(turn);
    }
    send(turn);
  }

  private void hedgeLater(Turn first) {
    Optional<Duration> delay = tools.hedging().delayFor(generation, first.link());
    if (delay.isEmpty() || queue.onlyShorterBehind(first.link())) {
      return;
    }
    underWay.hedgeLater(
        tools
            .timer()
            .schedule(delay.get(), () -> tools.executor().execute(() -> hedgeBeside(first))));
  }

  private void hedgeBeside(Turn slow) {
    if (!underWay.isOver() && underWay.has(slow) && tools.hedging().tryTake()) {
      tools.log().hedging(slow.link());
      hedging = true;
      goOn();
    }
  }

  private void send(Turn turn) {
    if (!underWay.enter(turn)) {
      // It was let in, perhaps as a probe: whoever counts places must hear that it is over.
      trail.cancelled(turn, Duration.ZERO);
      return;
    }
    tools.log().calling(turn.link(), generation.prompt().messages().size());
    tools.call(turn.call(), (said, thrown) -> ended(turn, said, thrown));
  }

  /** The call came back: judge it, unless somebody else ended it. */
  private void ended(Turn turn, Reply said, Throwable thrown) {
    if (!turn.claim()) {
      return;
    }
    Optional<Reply> heard = Optional.ofNullable(said);
    try {
      if (thrown != null) {
        throw thrown;
      }
      Reply usable = delivery.usable(turn.call(), said);
      approve(turn, usable);
      answered(turn, usable);
    } catch (ProviderException notUsable) {
      failed(turn, notUsable, heard);
    } catch (ProviderBusyException full) {
      trail.skipped(turn.link(), new LinkGate.Refusal(SkipReason.BUSY, full.getMessage()));
      goOnWithout(turn);
    } catch (Throwable internal) {
      // Whatever happens, somebody waits for this generation: it must not hang.
      ThrownLog.broken(generation.id(), internal);
      Failure broken = Failure.of(FailureKind.UNKNOWN, 0, "internal error");
      failed(turn, new ProviderException(broken), heard);
    }
  }

  private void approve(Turn turn, Reply usable) {
    if (approval.unneeded()) {
      return;
    }
    Spent spent = turn.spentUntil(delivery, Optional.of(usable));
    Reply whole = usable.withUsage(spent.usage());
    approval.require(turn.answer(generation.id(), whole, spent, trail.soFar()), usable.status());
  }

  private void answered(Turn turn, Reply usable) {
    if (delivery.deadline().passed()) {
      giveUp(turn);
      expire();
      return;
    }
    if (!takesFloor(turn)) {
      giveUp(turn);
      return;
    }
    Spent spent = turn.spentUntil(delivery, Optional.of(usable));
    Reply whole = delivery.complete(turn.call(), usable, spent);
    if (!underWay.decide()) {
      giveUp(turn);
      return;
    }
    giveUpAll();
    trail.answered(turn, usable.status(), took(turn), spent);
    Answer answer = turn.answer(generation.id(), whole, trail.spent(), trail.soFar());
    trail.ended(answer, sinceStart());
    result.complete(answer);
  }

  @Override
  public Optional<StreamStart> floorFor(ProviderCall call) {
    return underWay.of(call).filter(this::takesFloor).map(turn -> trail.spoke(turn, took(turn)));
  }

  private boolean takesFloor(Turn turn) {
    Optional<List<Turn>> others = underWay.giveFloor(turn);
    others.ifPresent(all -> all.forEach(this::giveUp));
    return others.isPresent();
  }

  @Override
  public void breakOff(ProviderCall call, Failure failure) {
    Optional<Turn> turn = underWay.of(call).filter(Turn::claim);
    turn.ifPresent(
        broken -> {
          call.cancel();
          failed(broken, new ProviderException(failure), Optional.empty());
        });
  }

  @Override
  public void hangUp() {
    result.cancel(true);
  }

  /**
   * A turn failed.
   *
   * @param said what the link said, when that is what is of no use
   */
  private void failed(Turn turn, ProviderException why, Optional<Reply> said) {
    Failure failure =
        said.map(reply -> mending.learn(turn, why.failure(), reply)).orElse(why.failure());
    if (failure.kind() == FailureKind.TIMEOUT && delivery.deadline().passed()) {
      // The generation ran out of time, not the link.
      giveUp(turn);
      expire();
      return;
    }
    if (secondTry.given(turn, why, said, took(turn))) {
      return;
    }
    Link link = turn.link();
    trail.failed(turn, failure, took(turn), turn.spentUntil(delivery, said));
    if (generation.settings().generation().stopOn().contains(failure.kind())) {
      endIn(() -> new RequestRefusedException(failure.kind(), failure.message(), trail.soFar()));
      return;
    }
    if (!delivery.mends(turn.call())) {
      endIn(() -> new StreamBrokenException(failure.kind(), failure.message(), trail.soFar()));
      return;
    }
    queue.learn(link, failure);
    if (failure.kind() == FailureKind.MODEL_NOT_FOUND) {
      generation.settings().replacementOf(link).ifPresent(other -> replace(link, other));
    }
    goOnWithout(turn);
  }

  private void replace(Link retired, Link replacement) {
    tools.log().replaced(retired, replacement);
    queue.putFirst(replacement);
  }

  /**
   * This turn is over. The other one of a hedged generation may still answer; only after it the
   * next link is tried.
   */
  private void goOnWithout(Turn turn) {
    if (!underWay.leave(turn)) {
      goOn();
    }
  }

  private void expire() {
    endIn(
        () ->
            new DeadlineExceededException(
                "No link gave a usable answer within the deadline.", trail.soFar()));
  }

  /**
   * Gives up what is under way, but for a turn that somebody is judging: he gives it up himself. No
   * link is asked after that.
   */
  private void giveUpAll() {
    underWay.cut().forEach(this::giveUp);
    queue.dismissPostponed(trail::skipped);
  }

  private void giveUp(Turn turn) {
    turn.call().cancel();
    trail.cancelled(turn, took(turn));
  }

  /** Ends the generation so, unless somebody else ends it; then there is nothing to tell. */
  private void endIn(Supplier<LlmException> made) {
    if (!underWay.decide()) {
      return;
    }
    giveUpAll();
    LlmException end = made.get();
    trail.ended(end, sinceStart());
    result.completeExceptionally(end);
  }

  private Duration took(Turn turn) {
    return turn.tookUntil(tools.ticker().nanos());
  }

  private Duration sinceStart() {
    return Duration.ofNanos(tools.ticker().nanos() - startedNanos);
  }
}
