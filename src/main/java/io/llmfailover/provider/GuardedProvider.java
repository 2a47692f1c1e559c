package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * A provider bean whose bulkhead is exact and whose failures speak this module's words.
 *
 * <p>An asynchronous Fault Tolerance bulkhead has a queue of at least one, in which a call would
 * wait for another to end instead of going to the next link; and providers made by configuration
 * share one Fault Tolerance limit. So the calls under way are counted here too, and the limit is
 * met before anybody waits. The queue itself must be long all the same: on Open Liberty every call
 * passes through it, and a short one refuses calls that merely begin at the same moment.
 */
final class GuardedProvider implements Provider {
  private final Provider bean;
  private final boolean askedFirst;
  private final boolean repeats;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * Guards this bean.
   *
   * @param limited whether Fault Tolerance limits the bean's calls by keys of its own, so that it
   *     must see each of them
   * @param repeats whether Fault Tolerance repeats the bean's calls at all
   */
  GuardedProvider(Provider bean, boolean limited, boolean repeats) {
    this.bean = bean;
    this.repeats = repeats;
    this.askedFirst = bean instanceof HttpProvider && !limited;
  }

  @Override
  public CompletionStage<Reply> generate(ProviderCall call) {
    int limit = call.link().provider().maxConcurrent();
    if (underWay.incrementAndGet() > limit) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(busy(limit));
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    if (askedFirst) {
      start(
          () -> ((HttpProvider) bean).ask(call),
          (said, thrown) -> asked(call, reply, said, thrown));
    } else {
      generate(call, reply);
    }
    return reply;
  }

  private void asked(
      ProviderCall call, CompletableFuture<Reply> reply, Reply said, Throwable thrown) {
    if (repeats && thrown instanceof RepeatableProviderException failure) {
      call.handOver(failure);
      generate(call, reply);
    } else {
      end(call, reply, said, thrown);
    }
  }

  private void generate(ProviderCall call, CompletableFuture<Reply> reply) {
    start(() -> bean.generate(call), (said, thrown) -> end(call, reply, said, thrown));
  }

  private static void start(
      Supplier<CompletionStage<Reply>> calling, BiConsumer<Reply, Throwable> ended) {
    CompletionStage<Reply> reply;
    try {
      reply = calling.get();
    } catch (RuntimeException thrown) {
      ended.accept(null, thrown);
      return;
    }
    // Not whenComplete: that would wrap a failure once more, with a stack trace nobody reads.
    reply.handle(
        (said, thrown) -> {
          ended.accept(said, thrown);
          return true;
        });
  }

  private void end(
      ProviderCall call, CompletableFuture<Reply> reply, Reply said, Throwable thrown) {
    // First: whoever waits for the end may call again.
    underWay.decrementAndGet();
    if (thrown == null) {
      reply.complete(said);
    } else {
      reply.completeExceptionally(translated(thrown, call.link().provider().maxConcurrent()));
    }
  }

  private static Throwable translated(Throwable thrown, int limit) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof BulkheadException) {
      return busy(limit);
    }
    if (cause instanceof TimeoutException) {
      return new ProviderException(
          Failure.of(FailureKind.TIMEOUT, 0, "no answer within the ceiling of one call")
              .resting(Failure.Scope.LINK));
    }
    return cause;
  }

  private static ProviderBusyException busy(int limit) {
    return new ProviderBusyException(limit + " calls under way");
  }
}
