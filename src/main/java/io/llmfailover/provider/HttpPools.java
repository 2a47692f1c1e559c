package io.llmfailover.provider;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * The pools in use, one for each {@link HttpRoute}; all send through one client, whose threads are
 * not held by anybody. When settings change, calls take another route and so another pool; the
 * connections of the old one finish what they have and are closed when they are idle. Thread-safe.
 */
final class HttpPools implements AutoCloseable {
  /** Routes in use at once; beyond it the one unused longest is let go. */
  static final int MOST = 32;

  private final HostLookup lookup;
  private final Map<HttpRoute, HttpPool> byRoute =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HttpRoute, HttpPool> eldest) {
          return size() > MOST;
        }
      };
  private WireClient client; // null until the first pool is opened
  private boolean closed;

  HttpPools(HostLookup lookup) {
    this.lookup = lookup;
  }

  /**
   * The pool of this route, made on first use; that reads the trust store.
   *
   * @throws IOException when the route's proxy or trust store cannot be used, or this is closed
   */
  synchronized HttpPool on(HttpRoute route) throws IOException {
    HttpPool known = byRoute.get(route);
    if (known != null) {
      return known;
    }
    if (closed) {
      throw new IOException("the transport is closed");
    }
    HttpPool made = open(route);
    byRoute.put(route, made);
    return made;
  }

  private HttpPool open(HttpRoute route) throws IOException {
    Timeout connect = Timeout.of(route.connect());
    var proxies = route.proxies();
    var trust = Trust.in(route.trustStore());
    if (client == null) {
      client = WireClient.start(lookup);
    }
    return new HttpPool(client, proxies, trust, connect, config(connect));
  }

  /** The timeout belongs to the route, not to the client, which all routes share. */
  @SuppressWarnings("deprecation")
  private static RequestConfig config(Timeout connect) {
    return RequestConfig.custom()
        .setConnectTimeout(connect)
        .setConnectionRequestTimeout(connect)
        .setAuthenticationEnabled(false)
        .setRedirectsEnabled(false)
        .setContentCompressionEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  /** Closes all connections and ends the threads; calls under way fail. */
  @Override
  public synchronized void close() {
    closed = true;
    byRoute.clear();
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
