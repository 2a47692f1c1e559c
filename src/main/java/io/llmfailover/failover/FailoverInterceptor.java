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
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
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
  private final Door door;
  private final Bean<?> bean;

  /** Guards {@code bean} with what is behind the door. */
  @Inject
  FailoverInterceptor(Door door, @Intercepted Bean<?> bean) {
    this.door = door;
    this.bean = bean;
  }

  /** Walks the chain for methods that take a prompt; lets all others pass. */
  @AroundInvoke
  public Object overChain(InvocationContext call) throws Exception {
    Object[] given = call.getParameters();
    Optional<Prompt> prompt = given.length == 0 ? Optional.empty() : promptIn(given[0]);
    if (prompt.isEmpty() || given.length > 2) {
      return call.proceed();
    }
    if (given.length == 1) {
      return answered(call, prompt.get(), Reading.NONE);
    }
    if (given[1] instanceof PieceSink sink) {
      return streamed(call, prompt.get(), sink);
    }
    Optional<Type> type = typeIn(given[1]);
    return type.isPresent()
        ? answered(call, prompt.get(), new Reading(door.types(), type.get()))
        : call.proceed();
  }

  private Object answered(InvocationContext call, Prompt prompt, Reading reading) throws Exception {
    boolean later = CompletionStage.class.isAssignableFrom(call.getMethod().getReturnType());
    if (later) {
      CompletableFuture<Answer> answer =
          prompted(prompt, reading, asked -> door.whole(chainName(), asked));
      return orElse(answer, reading::whole, noneLeft -> rescued(call, noneLeft));
    }
    Prompt asked = reading.asking(prompt);
    if (!door.staged(asked)) {
      return await(call, door.whole(chainName(), asked), CompletableFuture::get, reading);
    }
    CallersThread here = new CallersThread();
    return await(call, door.whole(chainName(), asked, here), here::await, reading);
  }

  private static CompletableFuture<Answer> prompted(
      Prompt prompt, Reading reading, Function<Prompt, CompletableFuture<Answer>> ask) {
    try {
      return ask.apply(reading.asking(prompt));
    } catch (LlmException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private static Optional<Prompt> promptIn(Object parameter) {
    if (parameter instanceof String text) {
      return Optional.of(Prompt.of(text));
    }
    return parameter instanceof Prompt given ? Optional.of(given) : Optional.empty();
  }

  private static Optional<Type> typeIn(Object parameter) {
    if (parameter instanceof Class<?> plain) {
      return Optional.of(plain);
    }
    if (parameter instanceof AskedType<?> asked) {
      return Optional.of(asked.type());
    }
    return parameter instanceof TypeLiteral<?> generic
        ? Optional.of(generic.getType())
        : Optional.empty();
  }

  /** The last resort gets the same sink, unless it has heard a part of another answer already. */
  private CompletionStage<?> streamed(InvocationContext call, Prompt prompt, PieceSink sink) {
    HeardSink heard = new HeardSink(sink);
    CompletableFuture<Answer> answer = door.streamed(chainName(), prompt, heard);
    return orElse(
        answer,
        Reading.NONE::whole,
        noneLeft ->
            heard.any() ? CompletableFuture.failedFuture(noneLeft) : rescued(call, noneLeft));
  }

  private String chainName() {
    Failover guard = bean.getBeanClass().getAnnotation(Failover.class);
    if (guard != null && !guard.value().isEmpty()) {
      return guard.value();
    }
    for (Annotation qualifier : bean.getQualifiers()) {
      if (qualifier instanceof LlmGenerator generator) {
        return generator.value();
      }
    }
    return "";
  }

  /** How the caller's thread waits. */
  @FunctionalInterface
  private interface Waiting {
    Answer on(CompletableFuture<Answer> answer) throws InterruptedException, ExecutionException;
  }

  private static Object await(
      InvocationContext call, CompletableFuture<Answer> answer, Waiting waiting, Reading reading)
      throws Exception {
    try {
      return reading.value(waiting.on(answer));
    } catch (InterruptedException gaveUp) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new GenerationCancelledException(List.of());
    } catch (ExecutionException ended) {
      if (ended.getCause() instanceof AllLinksFailedException noneLeft) {
        return lastResort(call, noneLeft);
      }
      if (ended.getCause() instanceof LlmException end) {
        // It was made on another thread; the caller's own frames help more.
        end.fillInStackTrace();
        throw end;
      }
      throw new IllegalStateException("a generation ended in an internal error", ended.getCause());
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

  /** The answer, or what there is instead when no link gave one. Cancelling it cancels the walk. */
  private static CompletionStage<?> orElse(
      CompletableFuture<Answer> answer,
      Function<Answer, Object> reading,
      Function<AllLinksFailedException, CompletionStage<?>> lastResort) {
    CompletableFuture<Object> outcome =
        answer
            .<CompletionStage<?>>handle(
                (given, failure) -> {
                  if (failure == null) {
                    return CompletableFuture.completedFuture(reading.apply(given));
                  }
                  Throwable cause = causeOf(failure);
                  return cause instanceof AllLinksFailedException noneLeft
                      ? lastResort.apply(noneLeft)
                      : CompletableFuture.failedFuture(cause);
                })
            .thenCompose(stage -> stage.thenApply(value -> value));
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

  private static CompletionStage<?> rescued(
      InvocationContext call, AllLinksFailedException noneLeft) {
    try {
      return (CompletionStage<?>) lastResort(call, noneLeft);
    } catch (Exception thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }
}
