package io.llmfailover.failover;

import io.llmfailover.Attempt;
import io.llmfailover.Deadline;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.Timer;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderBusyException;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls one link once because an operator asks, whatever is remembered of it: no health, no chain,
 * no handoff when it fails. Listeners hear of the attempt, so that its outcome is news like any
 * other. Whoever comes first, the link's end or the deadline, decides what became of it.
 */
final class LinkProbe {
  private static final Prompt PING = Prompt.builder().user("ping").maxTokens(16).build();

  private final WalkTools tools;
  private final Generation generation;
  private final Link link;
  private final ProviderCall call;
  private final long startedNanos;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Attempt> result = new CompletableFuture<>();

  LinkProbe(WalkTools tools, Settings settings, Link link) {
    this.tools = tools;
    this.link = link;
    Deadline deadline = Deadline.after(settings.generation().deadline(), tools.ticker());
    Chain only = new Chain(link.toString(), List.of(link));
    this.generation = new Generation(tools.ids().get(), only, PING, deadline, settings);
    this.call = new ProviderCall(link, PING, deadline);
    this.startedNanos = tools.ticker().nanos();
  }

  /** Calls the link; ends in what became of it, never exceptionally. */
  CompletableFuture<Attempt> start() {
    if (!link.provider().usable()) {
      end(new Attempt.Skipped(link.toString(), SkipReason.NO_API_KEY, ""), Optional.empty());
      return result;
    }
    Timer.Scheduled expiry =
        tools
            .timer()
            .schedule(
                generation.deadline().remaining(), () -> tools.executor().execute(this::expire));
    result.whenComplete((attempt, never) -> expiry.cancel());
    tools.call(call, this::judge);
    return result;
  }

  private void judge(Reply said, Throwable thrown) {
    try {
      if (thrown != null) {
        throw thrown;
      }
      Reply usable = ReplyJudge.usable(PING, said);
      end(
          new Attempt.Answered(link.toString(), usable.status(), call.calls(), took()),
          Optional.empty());
    } catch (ProviderException notUsable) {
      failed(notUsable.failure());
    } catch (ProviderBusyException full) {
      end(
          new Attempt.Skipped(link.toString(), SkipReason.BUSY, full.getMessage()),
          Optional.empty());
    } catch (Throwable internal) {
      ThrownLog.broken(generation.id(), internal);
      failed(Failure.of(FailureKind.UNKNOWN, 0, "internal error"));
    }
  }

  private void failed(Failure failure) {
    end(
        new Attempt.Failed(
            link.toString(),
            failure.kind(),
            failure.status(),
            failure.message(),
            call.calls(),
            took()),
        Optional.of(failure));
  }

  private void expire() {
    call.cancel();
    end(new Attempt.Cancelled(link.toString(), call.calls(), took()), Optional.empty());
  }

  private void end(Attempt attempt, Optional<Failure> failure) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    // The listeners first: whoever waits for the probe finds its news known.
    tools.tell(listener -> listener.attempted(generation, link, attempt, failure));
    result.complete(attempt);
  }

  private Duration took() {
    return Duration.ofNanos(tools.ticker().nanos() - startedNanos);
  }
}
