package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.nio.CapacityChannel;

/**
 * One request on its way, and what came of it. It ends exactly once: with an answer, a failure, a
 * timeout, or because it was given up; then its timers are taken back, and its connection is
 * returned to the pool or closed. Thread-safe.
 */
final class HttpExchange {
  private final ProviderCall call;
  private final WirePost post;
  private final HttpPool pool;
  private final HttpRoute way;
  private final HostLookup lookup;
  private final Ticker ticker;
  private final ExchangeTimes times;
  private final IncomingBody.Reception reception;
  private final CompletableFuture<WireAnswer> result = new CompletableFuture<>();

  private volatile String missing = "address of";
  private volatile IncomingBody body; // null until status and headers have come
  private volatile long sentNanos;
  private volatile boolean resent;

  private final Object lock = new Object();
  private boolean over;
  private Sending sending; // null until it is on its way

  /**
   * An exchange that has not begun.
   *
   * @param way where the request goes
   * @param times when it is given up by itself
   * @param reception what becomes of the body
   */
  HttpExchange(
      ProviderCall call,
      WirePost post,
      HttpPool pool,
      HttpRoute way,
      HostLookup lookup,
      Ticker ticker,
      ExchangeTimes times,
      IncomingBody.Reception reception) {
    this.call = call;
    this.post = post;
    this.pool = pool;
    this.way = way;
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
    times.begin(
        limit -> timeOut("no " + missing + " " + host() + " " + limit),
        silence -> timeOut("the body from " + host() + " rested for " + silence));
    call.onCancel(() -> giveUp(new CancellationException("the call was given up")));
    findThenSend();
    return result.minimalCompletionStage();
  }

  private void findThenSend() {
    String hop =
        (way.getProxyHost() == null ? way.getTargetHost() : way.getProxyHost()).getHostName();
    if (lookup.knows(hop)) {
      send();
      return;
    }
    lookup
        .lookUp(hop)
        .whenComplete(
            (known, unknown) -> {
              if (unknown == null) {
                send();
              } else {
                fail(SendFailure.asIoException(unknown));
              }
            });
  }

  private void send() {
    Sending mine = new Sending(this, post);
    synchronized (lock) {
      if (over) {
        return;
      }
      sending = mine;
    }
    missing = "answer from";
    sentNanos = ticker.nanos();
    try {
      pool.client().execute(mine, new Sending.Context(mine, way, pool.config()));
    } catch (RuntimeException refused) {
      fail(SendFailure.asIoException(refused));
    }
  }

  /** Whether what this one says counts still: there may be another, or it may all be over. */
  private boolean current(Sending one) {
    synchronized (lock) {
      return !over && sending == one;
    }
  }

  /** Status and headers have come, and a body of so many bytes may follow. */
  void begins(Sending from, WireHead head, long announced) {
    if (current(from)) {
      missing = "whole body from";
      body = reception.receive(head, announced, () -> stopReading(from));
    }
  }

  /** A piece of the body. */
  void take(Sending from, ByteBuffer piece) {
    if (current(from)) {
      times.heard();
      body.take(piece);
    }
  }

  /** No more is read until it is asked for. */
  void readOn(Sending from, CapacityChannel more) throws IOException {
    if (current(from)) {
      body.readOn(more);
    }
  }

  /** The answer has come to its end, and the connection is free. */
  void arrived(Sending from) {
    if (current(from)) {
      answer(Ending.WHOLE);
    }
  }

  /** The connection was lost, or never came about. */
  void lost(Sending from, Exception cause) {
    if (!current(from)) {
      return;
    }
    if (body != null) {
      answer(Ending.CUT);
      return;
    }
    IOException failure = SendFailure.asIoException(cause);
    if (!resent && stale(from, failure)) {
      resent = true;
      send();
      return;
    }
    fail(from.neverConnected() ? unconnected(failure) : failure);
  }

  private boolean stale(Sending from, IOException failure) {
    Duration took = Duration.ofNanos(ticker.nanos() - sentNanos);
    return from.neverWritten()
        || from.unheardOnUsedConnection() && SendFailure.staleConnection(failure, took);
  }

  private IOException unconnected(IOException failure) {
    if (!(failure instanceof SocketTimeoutException)) {
      return failure;
    }
    HttpConnectTimeoutException timeout =
        new HttpConnectTimeoutException("no connection to " + host());
    timeout.initCause(failure);
    return timeout;
  }

  /** Enough has come. */
  private void stopReading(Sending from) {
    // Before the connection is closed, which would look like the end of the body.
    answer(Ending.UNREADABLE);
    from.abandon();
  }

  /** On the connection's thread; decoding is not for that. */
  private void answer(Ending ending) {
    if (!finish()) {
      return;
    }
    if (body.encoded()) {
      CompletableFuture.runAsync(() -> read(ending));
    } else {
      read(ending);
    }
  }

  private void read(Ending ending) {
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
    Sending pending;
    synchronized (lock) {
      pending = sending;
    }
    if (pending != null) {
      pending.abandon();
    }
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

  private String host() {
    return post.host();
  }
}
