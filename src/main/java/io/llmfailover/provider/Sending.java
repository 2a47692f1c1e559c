package io.llmfailover.provider;

import io.llmfailover.json.WrittenJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * One request being sent on one connection. The client calls it on the connection's thread; only
 * {@link #abandon} may come from elsewhere. It is all things to the client: what is sent before
 * there is a connection, what happens on it, and who hears that there will be none.
 */
final class Sending
    implements AsyncClientExchangeHandler,
        AsyncRequestProducer,
        AsyncResponseConsumer<Void>,
        FutureCallback<Void> {

  /** Takes a sending along through the client, and the way it goes. */
  static final class Context extends HttpClientContext {
    private final Sending sending;
    private final HttpRoute way;

    Context(Sending sending, HttpRoute way, RequestConfig config) {
      this.sending = sending;
      this.way = way;
      setRequestConfig(config);
    }

    Sending sending() {
      return sending;
    }

    HttpRoute way() {
      return way;
    }
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** All that is given to a connection is copied, and again what it did not take of it. */
  private static final int MOST_AT_ONCE = 128 * 1024;

  private final HttpExchange exchange;
  private final WirePost post;
  private final WrittenJson body;

  private volatile AsyncExecRuntime connection; // null until there is one
  private volatile boolean abandoned;

  // Of the connection's thread.
  private PatientSession session; // null until the request goes out
  private EndpointDetails endpoint; // null until the request is being written
  private boolean used;
  private long heardBefore;
  private int piece = -1; // of the body, the one being sent
  private ByteBuffer left = NOTHING; // of that piece
  private int sent;
  private boolean allSent;
  private boolean refused;
  private TimeValue kept = WireClient.KEPT;

  Sending(HttpExchange exchange, WirePost post) {
    this.exchange = exchange;
    this.post = post;
    this.body = post.body();
  }

  /** Gives the connection up, and the request with it. Any thread, at any time. */
  void abandon() {
    abandoned = true;
    AsyncExecRuntime known = connection;
    if (known != null) {
      known.discardEndpoint();
    }
  }

  /** Whether the request was sent on a connection that was used before, and nothing came back. */
  boolean unheardOnUsedConnection() {
    return endpoint != null && used && endpoint.getReceivedBytesCount() == heardBefore;
  }

  /** Whether there was a connection, which was lost before the request was written to it. */
  boolean neverWritten() {
    return connection != null && endpoint == null;
  }

  /** Whether there was no connection at all. */
  boolean neverConnected() {
    return connection == null;
  }

  /** There is a connection, with TLS and through the proxy: the client's last step. */
  void connected(AsyncExecChain.Scope scope) {
    AsyncExecRuntime runtime = scope.execRuntime;
    connection = runtime;
    if (abandoned) {
      // Rather than interrupted on its way: a connection that is being made cannot be closed.
      runtime.discardEndpoint();
      return;
    }
    try {
      // The client would connect again here, and not through the proxy's tunnel.
      if (!runtime.isEndpointConnected()) {
        failed(new ConnectionClosedException());
        return;
      }
      runtime.execute(scope.exchangeId, this, scope.clientContext);
    } catch (IllegalStateException gone) {
      failed(new ConnectionClosedException());
    }
  }

  /** The request is the next one of that connection. */
  void goesOutOn(PatientSession one) {
    session = one;
  }

  @Override
  public void sendRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(post.message(), null, context);
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    Context ours = (Context) context;
    if (post.secure() && ours.getSSLSession() == null) {
      throw new ConnectionClosedException();
    }
    EndpointDetails now = ours.getEndpointDetails();
    // The client counts request and answer, and a tunnel begins with one of each.
    used = now.getRequestCount() > (ours.way().isTunnelled() ? 2 : 0);
    heardBefore = now.getReceivedBytesCount();
    endpoint = now;
    channel.sendRequest(post.message(), new BasicEntityDetails(body.length(), null), context);
  }

  @Override
  public int available() {
    return body.length() - sent;
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    while (sent < body.length()) {
      if (!left.hasRemaining()) {
        left = body.piece(++piece);
      }
      int end = left.limit();
      left.limit(Math.min(end, left.position() + MOST_AT_ONCE));
      int written = channel.write(left);
      left.limit(end);
      if (written == 0) {
        return;
      }
      sent += written;
    }
    if (!allSent) {
      allSent = true;
      channel.endStream();
    }
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {
    // 100 and 103 say nothing we wait for.
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {
    // Likewise, from a proxy.
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails body, HttpContext context)
      throws HttpException, IOException {
    kept = KeepAlive.of(response);
    begin(response, body);
  }

  /** The proxy's answer in place of a tunnel. */
  @Override
  public void consumeResponse(
      HttpResponse response, EntityDetails body, HttpContext context, FutureCallback<Void> result) {
    refused = true;
    if (response.getCode() != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
      // Its status is not the provider's, and must not be judged as if it were.
      exchange.lost(this, new IOException("the proxy refused the tunnel"));
      return;
    }
    begin(response, body);
  }

  private void begin(HttpResponse response, EntityDetails body) {
    exchange.begins(this, WireHead.of(response), body == null ? 0 : body.getContentLength());
    if (body == null) {
      end();
    }
  }

  @Override
  public void updateCapacity(CapacityChannel more) throws IOException {
    exchange.readOn(this, more);
  }

  @Override
  public void consume(ByteBuffer piece) {
    exchange.take(this, piece);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    end();
  }

  private void end() {
    AsyncExecRuntime done = connection;
    if (!refused) {
      // To the pool no time at all would be for ever.
      if (allSent && TimeValue.isPositive(kept)) {
        session.answered();
        done.markConnectionReusable(null, kept);
        done.releaseEndpoint();
      } else {
        // Perhaps the answer came before the upstream had read the question.
        done.discardEndpoint();
      }
    }
    exchange.arrived(this);
  }

  @Override
  public void failed(Exception cause) {
    AsyncExecRuntime lost = connection;
    if (lost != null) {
      lost.discardEndpoint();
    }
    exchange.lost(this, cause);
  }

  @Override
  public void cancel() {
    failed(new ConnectionClosedException());
  }

  @Override
  public void cancelled() {
    cancel();
  }

  @Override
  public void completed(Void nothing) {
    // It ends with the body, not here.
  }

  @Override
  public void releaseResources() {
    // There are none but the connection.
  }
}
