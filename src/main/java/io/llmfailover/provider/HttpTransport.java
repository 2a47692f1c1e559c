package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The {@link Transport} over real connections: HTTP/1.1, with pooled connections that are kept 30 s
 * when idle, without redirects, cookies or proxy credentials, and always with verified TLS.
 *
 * <ul>
 *   <li><b>Time.</b> A call ends at the link's attempt timeout or the call's deadline, whichever
 *       comes first, with all that belongs to it: resolving the name, connecting, sending, the
 *       whole body. A body that began and then rests longer than the idle timeout ends too, and a
 *       connection that takes longer than the connect timeout for TCP or for TLS. A stream has the
 *       connect timeout only, the others are its caller's.
 *   <li><b>Bodies.</b> At most {@link #MOST_BODY} bytes, compressed and decoded; a longer one is
 *       {@link WireAnswer.Ending#UNREADABLE}. One that is cut short is an answer too, for its
 *       status and its beginning may say enough.
 *   <li><b>Stale connections.</b> An upstream may close a pooled connection in the moment it is
 *       used again. When nothing at all came back on a connection that was used before, the request
 *       is sent once more, silently. An upstream that took the request and dropped the connection
 *       looks the same, so such a request may, rarely, be run and paid twice.
 *   <li><b>Threads.</b> A waiting call holds none. All calls share four threads at most, which read
 *       and write; answers are delivered and chunks handed on by these, so a receiver must not hold
 *       them and goes on elsewhere when it may block ({@link HttpCaller} and {@link StreamedCall}
 *       do). Compressed bodies are decoded on the JDK's asynchronous pool. The first call starts
 *       the threads, {@link #close} ends them.
 * </ul>
 */
public final class HttpTransport implements Transport, AutoCloseable {
  /** The longest body that is read, in bytes: 32 MB. */
  public static final int MOST_BODY = 32 * 1024 * 1024;

  private static final String WHOLE = "application/json";
  private static final String IN_PIECES = "text/event-stream, application/json";

  private final Timer timer;
  private final Ticker ticker;
  private final HostLookup lookup;
  private final HttpPools pools;

  /** Uses the timer for every timeout but the connect timeout; both run on the same time. */
  public HttpTransport(Timer timer, Ticker ticker) {
    this(timer, ticker, InetAddress::getAllByName);
  }

  HttpTransport(Timer timer, Ticker ticker, HostLookup.Resolver resolver) {
    this.timer = timer;
    this.ticker = ticker;
    this.lookup = new HostLookup(resolver, ticker);
    this.pools = new HttpPools(lookup);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Exceptionally also with a {@link java.util.concurrent.CancellationException} when the call
   * was given up.
   */
  @Override
  public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
    return exchange(
        call,
        request,
        WHOLE,
        new ExchangeTimes.OfCall(call, timer, ticker),
        (head, announced, onTooLong) -> new BodyCollector(head, announced, MOST_BODY, onTooLong));
  }

  /**
   * {@inheritDoc}
   *
   * <p>An encoded body is decoded when it is whole, and comes as one chunk. When it cannot be
   * decoded none comes. Exceptionally as {@link #send}.
   */
  @Override
  public CompletionStage<WireAnswer> stream(ProviderCall call, WireRequest request, BodyFlow into) {
    return exchange(
        call,
        request,
        IN_PIECES,
        ExchangeTimes.NONE,
        (head, announced, onTooLong) -> flowing(head, announced, into, onTooLong));
  }

  private static IncomingBody flowing(
      WireHead head, long announced, BodyFlow into, Runnable onTooLong) {
    if (!into.begins(head.status(), head.headers())) {
      return new BodyCollector(head, announced, MOST_BODY, onTooLong);
    }
    return ContentCoding.encoded(head.headers())
        ? BodyCollector.handingOn(into, head, announced, MOST_BODY, onTooLong)
        : new FlowingBody(head, into, MOST_BODY, onTooLong);
  }

  private CompletionStage<WireAnswer> exchange(
      ProviderCall call,
      WireRequest request,
      String accept,
      ExchangeTimes times,
      IncomingBody.Reception reception) {
    try {
      WirePost post = WirePost.of(request, accept);
      HttpPool pool = pools.on(HttpRoute.to(call.link()));
      return new HttpExchange(
              call, post, pool, pool.way(request.uri(), post), lookup, ticker, times, reception)
          .start();
    } catch (IOException unusable) {
      return CompletableFuture.failedStage(unusable);
    } catch (RuntimeException refused) {
      // The timer is closed, or the JVM's proxy rule does not like the address.
      return CompletableFuture.failedStage(SendFailure.asIoException(refused));
    }
  }

  /** Closes all connections and ends all threads; calls under way fail, as do those that come. */
  @Override
  public void close() {
    pools.close();
    lookup.close();
  }
}
