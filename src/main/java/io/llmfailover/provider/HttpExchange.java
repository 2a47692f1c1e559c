package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.provider.ContentCoding.Decoded;
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
  private final Timer timer;
  private final Ticker ticker;
  private final SilenceWatch silence;
  private final CompletableFuture<WireAnswer> result = new CompletableFuture<>();

  private volatile String missing = "address of";
  private volatile BodyCollector body; // null until status and headers have come
  private volatile boolean resent;

  private final Object lock = new Object();
  private boolean over;
  private Timer.Scheduled end = () -> {};
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  HttpExchange(
      ProviderCall call,
      HttpRequest request,
      HttpPool pool,
      HostLookup lookup,
      Timer timer,
      Ticker ticker) {
    this.call = call;
    this.request = request;
    this.pool = pool;
    this.lookup = lookup;
    this.timer = timer;
    this.ticker = ticker;
    Duration idle = call.link().timeouts().idle();
    this.silence =
        new SilenceWatch(
            timer, ticker, idle, () -> timeOut("the body from " + host() + " rested for " + idle));
  }

  /** Starts it; to be called once. */
  CompletionStage<WireAnswer> start() {
    Duration attempt = call.link().timeouts().attempt();
    Duration left = call.deadline().remaining();
    if (left.isZero()) {
      return CompletableFuture.failedStage(
          new HttpTimeoutException("nothing sent to " + host() + ": the deadline has passed"));
    }
    String hop = pool.nextHop(request.uri());
    if (left.compareTo(attempt) < 0) {
      endAfter(left, "before the deadline");
    } else {
      endAfter(attempt, "within " + attempt);
    }
    call.onCancel(() -> giveUp(new CancellationException("the call was given up")));
    findThenSend(hop);
    return result.minimalCompletionStage();
  }

  private void endAfter(Duration limit, String inWords) {
    Timer.Scheduled scheduled =
        timer.schedule(limit, () -> timeOut("no " + missing + " " + host() + " " + inWords));
    synchronized (lock) {
      end = scheduled;
    }
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
    CompletableFuture<HttpResponse<BodyCollector>> sending;
    try {
      sending = pool.client().sendAsync(request, this::collect);
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

  private BodyCollector collect(ResponseInfo head) {
    missing = "whole body from";
    body =
        new BodyCollector(
            head, HttpTransport.MOST_BODY, silence::heard, () -> stopReading(Ending.UNREADABLE));
    return body;
  }

  private void arrived(BodyCollector whole) {
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
      result.complete(decoded(ending));
    } catch (RuntimeException | OutOfMemoryError broken) {
      // The timers are off: whoever waits must hear of it from here or from nobody.
      result.completeExceptionally(new IOException("the answer could not be read", broken));
    }
  }

  private WireAnswer decoded(Ending ending) {
    HttpHeaders headers = body.head().headers();
    Decoded decoded = ContentCoding.decode(headers, body.bytes(), HttpTransport.MOST_BODY);
    boolean unreadable = ending == Ending.WHOLE && !decoded.whole();
    return new WireAnswer(
        body.head().statusCode(),
        headers,
        decoded.bytes(),
        unreadable ? Ending.UNREADABLE : ending);
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
    Timer.Scheduled waiting;
    synchronized (lock) {
      if (over) {
        return false;
      }
      over = true;
      waiting = end;
    }
    waiting.cancel();
    silence.end();
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
