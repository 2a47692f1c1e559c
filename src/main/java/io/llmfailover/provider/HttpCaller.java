package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * Asks a link over HTTP once: writes the prompt in the link's dialect, sends it, has the answer
 * judged and read. Thread-safe; what follows the answer runs on the given executor, never on the
 * transport's own thread.
 */
public final class HttpCaller {
  private final Transport transport;
  private final Dialects dialects;
  private final FailureJudge judge;
  private final Timer timer;
  private final Ticker ticker;
  private final UnaryOperator<Failure> seen;
  private final RetryBudget retries;
  private final Executor executor;

  /**
   * Asks through this transport in these dialects.
   *
   * @param timer for the timeouts of streams; on the same time as the ticker
   * @param retryShare same-link retries as a share of a provider's calls at most, 0 to 1
   * @param executor runs what follows an answer
   */
  public HttpCaller(
      Transport transport,
      Dialects dialects,
      FailureJudge judge,
      Timer timer,
      Ticker ticker,
      DoubleSupplier retryShare,
      Executor executor) {
    this(
        transport,
        dialects,
        judge,
        timer,
        ticker,
        UnaryOperator.identity(),
        new RetryBudget(ticker, retryShare),
        executor);
  }

  private HttpCaller(
      Transport transport,
      Dialects dialects,
      FailureJudge judge,
      Timer timer,
      Ticker ticker,
      UnaryOperator<Failure> seen,
      RetryBudget retries,
      Executor executor) {
    this.transport = transport;
    this.dialects = dialects;
    this.judge = judge;
    this.timer = timer;
    this.ticker = ticker;
    this.seen = seen;
    this.retries = retries;
    this.executor = executor;
  }

  /**
   * The same over another transport.
   *
   * @param otherwise how a failure is seen there
   */
  public HttpCaller over(Transport other, UnaryOperator<Failure> otherwise) {
    return new HttpCaller(other, dialects, judge, timer, ticker, otherwise, retries, executor);
  }

  /**
   * Asks the link once. When the call is {@linkplain ProviderCall#streaming() streaming}, its taker
   * is given the pieces as they come, and the reply follows when the last was taken.
   *
   * @return completes with what it said, or exceptionally with a {@link ProviderException}; a
   *     {@link RepeatableProviderException} when {@code mayRepeat} and the same link may be asked
   *     again now
   */
  public CompletionStage<Reply> ask(ProviderCall call, boolean mayRepeat) {
    Dialect dialect = dialects.named(call.link().provider().dialect());
    WireRequest request;
    try {
      request = dialect.write(call);
    } catch (ProviderException cannotSay) {
      return CompletableFuture.failedFuture(cannotSay);
    }
    String provider = call.link().name().provider();
    if (call.calls() == 0) {
      retries.deposit(provider);
    } else {
      retries.take(provider);
    }
    call.countCall();
    return call.streaming().isPresent()
        ? inPieces(call, call.streaming().get(), dialect, request, mayRepeat)
        : whole(call, dialect, request, mayRepeat);
  }

  private CompletionStage<Reply> inPieces(
      ProviderCall call,
      ProviderCall.Streaming streaming,
      Dialect dialect,
      WireRequest request,
      boolean mayRepeat) {
    return new StreamedCall(
            call,
            streaming,
            dialect,
            judge,
            answer -> read(call, dialect, answer),
            failure -> failed(call, failure, mayRepeat),
            timer,
            ticker,
            executor)
        .start(transport, request);
  }

  private CompletionStage<Reply> whole(
      ProviderCall call, Dialect dialect, WireRequest request, boolean mayRepeat) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    transport
        .send(call, request)
        .handleAsync((answer, lost) -> end(reply, call, dialect, answer, lost, mayRepeat), executor)
        .whenComplete(
            (ended, refused) -> {
              // The executor took nothing: nobody else would end it.
              if (refused != null) {
                reply.completeExceptionally(
                    refused.getCause() == null ? refused : refused.getCause());
              }
            });
    return reply;
  }

  /**
   * Ends the reply itself rather than by throwing: a stage would wrap what is thrown, with a stack
   * trace for each link that failed, and Fault Tolerance retries by the type it is handed.
   */
  private boolean end(
      CompletableFuture<Reply> reply,
      ProviderCall call,
      Dialect dialect,
      WireAnswer answer,
      Throwable lost,
      boolean mayRepeat) {
    Reply said;
    try {
      if (lost != null) {
        Failure failure = judge.ofTransport(lost, call.link());
        return reply.completeExceptionally(failed(call, failure, mayRepeat));
      }
      Verdict verdict = judge.judge(answer, call.link());
      if (verdict instanceof Verdict.Unusable unusable) {
        return reply.completeExceptionally(failed(call, unusable.failure(), mayRepeat));
      }
      said = read(call, dialect, answer, (Verdict.Readable) verdict);
    } catch (ProviderException failure) {
      return reply.completeExceptionally(failed(call, failure.failure(), mayRepeat));
    } catch (RuntimeException | Error broken) {
      return reply.completeExceptionally(broken);
    }
    return reply.complete(said);
  }

  private Reply read(ProviderCall call, Dialect dialect, WireAnswer answer) {
    Verdict verdict = judge.judge(answer, call.link());
    if (verdict instanceof Verdict.Unusable unusable) {
      throw new ProviderException(unusable.failure());
    }
    return read(call, dialect, answer, (Verdict.Readable) verdict);
  }

  private static Reply read(
      ProviderCall call, Dialect dialect, WireAnswer answer, Verdict.Readable verdict) {
    JsonNode body = verdict.body();
    return dialect.read(call, body, answer.status()).saidVerbatim(body);
  }

  private ProviderException failed(ProviderCall call, Failure failure, boolean mayRepeat) {
    boolean again =
        mayRepeat
            && failure.repeatable()
            && !call.spoken()
            && !call.cancelled()
            && !call.deadline().passed()
            && retries.isOpen(call.link().name().provider());
    Failure told = seen.apply(failure);
    return again ? new RepeatableProviderException(told) : new ProviderException(told);
  }
}
