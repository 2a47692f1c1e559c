package io.llmfailover.failover;

import io.llmfailover.AnswerCheck;
import io.llmfailover.Prompt;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Providers;
import io.llmfailover.provider.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every walk needs and none owns.
 *
 * @param providers whom to call
 * @param gates asked in order before a link is called; the first refusal counts
 * @param rules put the links in order before a generation starts, one after the other
 * @param health what earlier generations taught about links
 * @param hedging when a second link is started beside a slow one
 * @param listeners told of every attempt, in order
 * @param checks asked about every answer, in order; the first objection counts
 * @param log told of what happens to links
 * @param ticker elapsed time
 * @param timer runs things later
 * @param executor runs what a timer starts, because a timer's thread must not be held
 * @param ids makes unique ids
 */
record WalkTools(
    Providers providers,
    List<LinkGate> gates,
    List<RoutingRule> rules,
    LinkHealth health,
    Hedging hedging,
    List<AttemptListener> listeners,
    List<AnswerCheck> checks,
    FailoverLog log,
    Ticker ticker,
    Timer timer,
    Executor executor,
    Supplier<String> ids) {
  WalkTools {
    gates = List.copyOf(gates);
    rules = List.copyOf(rules);
    listeners = List.copyOf(listeners);
    checks = List.copyOf(checks);
  }

  /**
   * Calls a link and hands on how that ended: what was thrown, as it was thrown, without the
   * wrapping stages put around it.
   */
  void call(ProviderCall call, BiConsumer<Reply, Throwable> ended) {
    CompletionStage<Reply> reply;
    try {
      reply = providers.named(call.link().name().provider()).generate(call);
    } catch (RuntimeException thrown) {
      reply = CompletableFuture.failedFuture(thrown);
    }
    // Not whenComplete: that would wrap a failure once more, with a stack trace nobody reads.
    reply.handle(
        (said, thrown) -> {
          ended.accept(said, unwrapped(thrown));
          return true;
        });
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** Tells all listeners, in order; one that throws keeps nothing from the others. */
  void tell(Consumer<AttemptListener> news) {
    for (AttemptListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException thrown) {
        ThrownLog.listenerFailed(thrown);
      }
    }
  }

  /** Why the first gate that minds passes over the link. A gate that throws does not mind. */
  Optional<LinkGate.Refusal> refusalOf(Link link, Prompt prompt) {
    for (LinkGate gate : gates) {
      try {
        Optional<LinkGate.Refusal> refusal = gate.refuse(link, prompt);
        if (refusal.isPresent()) {
          return refusal;
        }
      } catch (RuntimeException thrown) {
        ThrownLog.extensionFailed(gate, thrown);
      }
    }
    return Optional.empty();
  }
}
