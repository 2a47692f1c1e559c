package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One request on its way, and what came of it. It ends exactly once: with an answer, a failure, a
 * timeout, or because it was given up; then its timers are taken back, and its connection is
 * returned to the pool or closed. Thread-safe.
 */
final class HttpExchange {
  private final ProviderCall call;
  private final HttpRequest request;
  private final HttpPool pool;
  private final HostLookup lookup;
  private final Ticker ticker;
  private final ExchangeTimes times;
  private final IncomingBody.Reception reception;
  private final CompletableFuture<WireAnswer> result = new CompletableFuture<>();

  private volatile String missing = "address of";
  private volatile IncomingBody body; // null until status and headers have come
  private volatile boolean resent;

  private final Object lock = new Object();
  private boolean over;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  /**
   * An exchange that has not begun.
   *
   * @param times when it is given up by itself
   * @param reception what becomes of the body
   */
  HttpExchange(
      ProviderCall call,
      HttpRequest request,
      HttpPool pool,
      HostLookup lookup,
      Ticker ticker,
      ExchangeTimes times,
      IncomingBody.Reception reception) {
    this.call = call;
    this.request = request;
    this.pool = pool;
    this.lookup = lookup;
    this.ticker = ticker;
    this.times = times;
    this.reception = reception;
  }

  /** Starts it; to be called once. */
  CompletionStage<WireAnswer> start() {
    if (call.deadline().passed()) {
      return CompletableFuture.failedStage(
          new HttpTimeoutException("nothing sent to " + host() + ": the deadline has passed"));
    }
    String hop = pool.nextHop(request.uri());
    times.begin(
        limit -> timeOut("no " + missing + " " + host() + " " + limit),
        silence -> timeOut("the body from " + host() + " rested for " + silence));
    call.onCancel(() -> giveUp(new CancellationException("the call was given up")));
    findThenSend(hop);
    return result.minimalCompletionStage();
  }

  private void findThenSend(String hop) {
    if (HostLookup.literal(hop)) {
      send();
      return;
    }
    lookup
        .lookUp(hop)
        .whenCompleteAsync(
            (known, unknown) -> {
              if (unknown == null) {
                send();
              } else {
                fail(SendFailure.asIoException(unknown));
              }
            });
  }

  private void send() {
    if (ended()) {
      return;
    }
    missing = "answer from";
    boolean reused = pool.idle().take(request.uri());
    long sentNanos = ticker.nanos();
    CompletableFuture<HttpResponse<IncomingBody>> sending;
    try {
      sending = pool.client().sendAsync(request, this::receive);
    } catch (RuntimeException refused) {
      fail(SendFailure.asIoException(refused));
      return;
    }
    if (!underWay(sending)) {
      sending.cancel(true);
      return;
    }
    sending.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            arrived(response.body());
          } else {
            lost(SendFailure.asIoException(failure), reused, sentNanos);
          }
        });
  }

  /** Notes what is to be cancelled; false when the exchange ended in the meantime. */
  private boolean underWay(CompletableFuture<?> sending) {
    synchronized (lock) {
      sent = sending;
      return !over;
    }
  }

  private IncomingBody receive(ResponseInfo head) {
    missing = "whole body from";
    body = reception.receive(head, times::heard, () -> stopReading(Ending.UNREADABLE));
    return body;
  }

  private void arrived(IncomingBody whole) {
    if (reusable(whole.head())) {
      pool.idle().leave(request.uri());
    }
    answer(Ending.WHOLE);
  }

  private static boolean reusable(ResponseInfo head) {
    HttpHeaders headers = head.headers();
    return headers.firstValue("connection").filter("close"::equalsIgnoreCase).isEmpty()
        && (headers.firstValue("content-length").isPresent()
            || headers.firstValue("transfer-encoding").isPresent());
  }

  private void lost(IOException failure, boolean reused, long sentNanos) {
    if (body != null) {
      answer(Ending.CUT);
      return;
    }
    Duration took = Duration.ofNanos(ticker.nanos() - sentNanos);
    if (reused && !resent && SendFailure.staleConnection(failure, took)) {
      resent = true;
      send();
      return;
    }
    fail(failure);
  }

  /** Enough has come; called on the client's thread, which is not for decoding. */
  private void stopReading(Ending ending) {
    CompletableFuture<?> reading;
    synchronized (lock) {
      reading = sent;
    }
    CompletableFuture.runAsync(
        () -> {
          answer(ending);
          reading.cancel(true);
        });
  }

  private void answer(Ending ending) {
    if (!finish()) {
      return;
    }
    try {
      body.answer(ending).whenComplete(this::deliver);
    } catch (RuntimeException | OutOfMemoryError broken) {
      deliver(null, broken);
    }
  }

  private void deliver(WireAnswer answer, Throwable broken) {
    if (broken == null) {
      result.complete(answer);
    } else {
      // The timers are off: whoever waits must hear of it from here or from nobody.
      result.completeExceptionally(new IOException("the answer could not be read", broken));
    }
  }

  private void fail(IOException failure) {
    if (finish()) {
      result.completeExceptionally(failure);
    }
  }

  private void timeOut(String message) {
    giveUp(new HttpTimeoutException(message));
  }

  private void giveUp(Exception why) {
    if (!finish()) {
      return;
    }
    CompletableFuture<?> pending;
    synchronized (lock) {
      pending = sent;
    }
    // Interrupting is what makes the client close the connection.
    pending.cancel(true);
    // The timer's thread and the caller who gives up are not lent to whoever waits for the answer.
    CompletableFuture.runAsync(() -> result.completeExceptionally(why));
  }

  /** Whether this was the end, which comes once; afterwards nothing refers to the exchange. */
  private boolean finish() {
    synchronized (lock) {
      if (over) {
        return false;
      }
      over = true;
    }
    times.end();
    call.onCancel(() -> {});
    return true;
  }

  private boolean ended() {
    synchronized (lock) {
      return over;
    }
  }

  private String host() {
    return request.uri().getHost();
  }
}
