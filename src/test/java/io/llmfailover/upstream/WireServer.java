package io.llmfailover.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A scripted HTTP/1.1 upstream on a loopback port. It speaks over raw sockets, so that it can say
 * what a well-behaved server never would, and it remembers what it was asked.
 *
 * <pre>{@code
 * try (WireServer server = WireServer.start()) {
 *   server.answer("openai/err-503-overloaded.http", "openai/ok-plain.json");
 *   server.onModel("gpt-4o-mini").answer(WireReply.silence());
 *   ...
 *   assertThat(server.requests()).hasSize(2);
 * }
 * }</pre>
 *
 * A route by model goes before one by path, and a longer path before a shorter. All its threads are
 * daemons named {@code wire-…}. Thread-safe.
 */
public final class WireServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final long SMALL_STACK = 256 * 1024;

  private final ServerSocket listener;
  private final String scheme;
  private final WireRoute otherwise =
      new WireRoute(WireReply.json(404, "{\"error\":{\"message\":\"no route in this test\"}}"));
  private final Map<String, WireRoute> byModel = new ConcurrentHashMap<>();
  private final Map<String, WireRoute> byPath = new ConcurrentHashMap<>();

  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final Set<WireConnection> open = new HashSet<>();
  private int accepted;
  private long sent;
  private boolean held;
  private boolean closed;

  private WireServer(ServerSocket listener, String scheme) {
    this.listener = listener;
    this.scheme = scheme;
    daemon("wire-accept-" + listener.getLocalPort(), this::accept);
  }

  /** Starts one on a free port. */
  public static WireServer start() {
    return listening(ServerSocketFactory.getDefault(), "http");
  }

  /** Starts one that speaks TLS with the key of this store. */
  public static WireServer startTls(KeyStore keys, char[] password) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return listening(context.getServerSocketFactory(), "https");
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException(unusable);
    }
  }

  private static WireServer listening(ServerSocketFactory sockets, String scheme) {
    try {
      return new WireServer(
          sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), scheme);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        WireConnection connection = new WireConnection(this, socket, opened());
        synchronized (this) {
          open.add(connection);
        }
        daemon("wire-connection", connection::serve);
      } catch (IOException closing) {
        return;
      }
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread made = new Thread(null, task, name, SMALL_STACK);
    made.setDaemon(true);
    made.start();
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Its address with this path, by number: {@code http://127.0.0.1:port/v1}. */
  public URI uri(String path) {
    return uri("127.0.0.1", path);
  }

  /** Its address with another name for the loopback host. */
  public URI uri(String host, String path) {
    return URI.create(scheme + "://" + host + ":" + port() + path);
  }

  /** What is said to all that no other route is for: in turn, the last one for ever. */
  public WireRoute answer(WireReply... inTurn) {
    return otherwise.answer(inTurn);
  }

  /** The same with samples. */
  public WireRoute answer(String... samples) {
    return otherwise.answer(samples);
  }

  /** What is said to requests for this model. */
  public WireRoute onModel(String model) {
    return byModel.computeIfAbsent(model, name -> new WireRoute(WireReply.status(404)));
  }

  /** What is said to requests whose path starts with this. */
  public WireRoute onPath(String prefix) {
    return byPath.computeIfAbsent(prefix, name -> new WireRoute(WireReply.status(404)));
  }

  /** Holds all answers back until {@link #release()}. */
  public synchronized void hold() {
    held = true;
  }

  /** Gives the answers held back. */
  public synchronized void release() {
    held = false;
    notifyAll();
  }

  /** All requests so far, in the order in which they were complete. */
  public synchronized List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** Waits until that many requests have come. */
  public List<ReceivedRequest> awaitRequests(int count, Duration atMost) {
    await(count + " requests", () -> requests.size() >= count, atMost);
    return requests();
  }

  /** Connections accepted so far. */
  public synchronized int connections() {
    return accepted;
  }

  /** Connections open now. */
  public synchronized int connectionsOpen() {
    return open.size();
  }

  /** Bytes of bodies sent so far, those the network still holds included. */
  public synchronized long sent() {
    return sent;
  }

  /** Waits until no connection is open: every caller has hung up. */
  public void awaitClosed(Duration atMost) {
    await("no open connection", open::isEmpty, atMost);
  }

  private synchronized void await(String what, BooleanSupplier reached, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!reached.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "no "
                + what
                + " after "
                + atMost
                + "; requests "
                + requests.size()
                + ", open "
                + open.size());
      }
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
    }
  }

  private synchronized int opened() {
    return ++accepted;
  }

  synchronized ReceivedRequest received(
      int connection,
      String method,
      String target,
      Map<String, List<String>> headers,
      byte[] body) {
    ReceivedRequest request =
        new ReceivedRequest(requests.size() + 1, connection, method, target, headers, body);
    requests.add(request);
    notifyAll();
    return request;
  }

  synchronized boolean holding() {
    return held && !closed;
  }

  synchronized void sent(int bytes) {
    sent += bytes;
  }

  synchronized void ended(WireConnection connection) {
    open.remove(connection);
    notifyAll();
  }

  WireReply replyTo(ReceivedRequest request) {
    WireRoute model = byModel.get(request.model());
    if (model != null) {
      return model.replyTo(request);
    }
    return byPath.entrySet().stream()
        .filter(route -> request.path().startsWith(route.getKey()))
        .max(Comparator.comparingInt(route -> route.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(otherwise)
        .replyTo(request);
  }

  /** Closes all connections and the port. */
  @Override
  public void close() {
    List<WireConnection> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open);
    }
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
    left.forEach(WireConnection::close);
  }
}
