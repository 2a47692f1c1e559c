package io.llmfailover.failover;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.LlmGenerator;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Intercepted;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * The door: every call of a {@link Failover} bean walks the chain, and the bean's own body is the
 * last resort.
 *
 * <p>It stands outside Fault Tolerance (priority below 4010), should the bean have such
 * annotations: they then guard the last resort, not the walk.
 */
@Failover
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class FailoverInterceptor {
  private final Engine engine;
  private final Bean<?> bean;

  /** Guards {@code bean} with {@code engine}. */
  @Inject
  public FailoverInterceptor(Engine engine, @Intercepted Bean<?> bean) {
    this.engine = engine;
    this.bean = bean;
  }

  /** Walks the chain for methods that take a prompt; lets all others pass. */
  @AroundInvoke
  public Object overChain(InvocationContext call) throws Exception {
    Object[] given = call.getParameters();
    Optional<Prompt> prompt = given.length == 0 ? Optional.empty() : promptIn(given[0]);
    if (prompt.isEmpty()) {
      return call.proceed();
    }
    if (given.length == 2 && given[1] instanceof PieceSink sink) {
      return streamed(call, prompt.get(), sink);
    }
    if (given.length != 1) {
      return call.proceed();
    }
    CompletableFuture<Answer> answer = engine.generate(chainName(), prompt.get());
    return CompletionStage.class.isAssignableFrom(call.getMethod().getReturnType())
        ? orLastResortLater(call, answer)
        : await(call, answer);
  }

  private static Optional<Prompt> promptIn(Object parameter) {
    if (parameter instanceof String text) {
      return Optional.of(Prompt.of(text));
    }
    return parameter instanceof Prompt given ? Optional.of(given) : Optional.empty();
  }

  /** The last resort gets the same sink, unless it has heard a part of another answer already. */
  private CompletionStage<Answer> streamed(InvocationContext call, Prompt prompt, PieceSink sink) {
    HeardSink heard = new HeardSink(sink);
    CompletableFuture<Answer> answer = engine.stream(engine.newId(), chainName(), prompt, heard);
    return orElse(answer, noneLeft -> heard.any() ? failed(noneLeft) : rescued(call, noneLeft));
  }

  private String chainName() {
    Failover door = bean.getBeanClass().getAnnotation(Failover.class);
    if (door != null && !door.value().isEmpty()) {
      return door.value();
    }
    for (Annotation qualifier : bean.getQualifiers()) {
      if (qualifier instanceof LlmGenerator generator) {
        return generator.value();
      }
    }
    return "";
  }

  private static Object await(InvocationContext call, CompletableFuture<Answer> answer)
      throws Exception {
    try {
      return answer.get();
    } catch (InterruptedException gaveUp) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new GenerationCancelledException(List.of());
    } catch (ExecutionException ended) {
      if (ended.getCause() instanceof AllLinksFailedException noneLeft) {
        return lastResort(call, noneLeft);
      }
      // The walk's exception was made on another thread; the caller's own frames help more.
      ended.getCause().fillInStackTrace();
      throw (LlmException) ended.getCause();
    }
  }

  private static Object lastResort(InvocationContext call, AllLinksFailedException noneLeft)
      throws Exception {
    try {
      return call.proceed();
    } catch (UnsupportedOperationException declines) {
      noneLeft.fillInStackTrace();
      throw noneLeft;
    }
  }

  private static CompletionStage<Answer> orLastResortLater(
      InvocationContext call, CompletableFuture<Answer> answer) {
    return orElse(answer, noneLeft -> rescued(call, noneLeft));
  }

  /** The answer, or what there is instead when no link gave one. Cancelling it cancels the walk. */
  private static CompletionStage<Answer> orElse(
      CompletableFuture<Answer> answer,
      Function<AllLinksFailedException, CompletionStage<Answer>> lastResort) {
    CompletableFuture<Answer> outcome =
        answer
            .<CompletionStage<Answer>>handle(
                (given, failure) -> {
                  if (failure == null) {
                    return CompletableFuture.completedFuture(given);
                  }
                  Throwable cause = causeOf(failure);
                  return cause instanceof AllLinksFailedException noneLeft
                      ? lastResort.apply(noneLeft)
                      : failed(cause);
                })
            .thenCompose(stage -> stage);
    outcome.whenComplete(
        (given, failure) -> {
          if (outcome.isCancelled()) {
            answer.cancel(true);
          }
        });
    return outcome;
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static CompletionStage<Answer> failed(Throwable cause) {
    return CompletableFuture.failedFuture(cause);
  }

  @SuppressWarnings("unchecked") // the intercepted method's own return type
  private static CompletionStage<Answer> rescued(
      InvocationContext call, AllLinksFailedException noneLeft) {
    try {
      return (CompletionStage<Answer>) lastResort(call, noneLeft);
    } catch (Exception thrown) {
      return failed(thrown);
    }
  }
}
