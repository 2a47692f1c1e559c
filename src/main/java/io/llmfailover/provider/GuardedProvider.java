package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger underWay = new AtomicInteger();

  GuardedProvider(Provider bean) {
    this.bean = bean;
  }

  @Override
  public CompletionStage<Reply> generate(ProviderCall call) {
    int limit = call.link().provider().maxConcurrent();
    if (underWay.incrementAndGet() > limit) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(busy(limit));
    }
    CompletionStage<Reply> reply;
    try {
      reply = bean.generate(call);
    } catch (RuntimeException thrown) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(translated(thrown, limit));
    }
    return reply.handle(
        (said, thrown) -> {
          underWay.decrementAndGet();
          if (thrown != null) {
            throw new CompletionException(translated(thrown, limit));
          }
          return said;
        });
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
