package io.llmfailover.provider;

import io.llmfailover.Ticker;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The pools in use, one for each {@link HttpRoute}. Providers that differ in nothing else share
 * one, and with it the thread that reads: nothing on that thread waits, so that one cannot hurt
 * another. When settings change, calls take another route and so another pool; the old one finishes
 * what it has and is collected. Thread-safe.
 */
final class HttpPools {
  /** Routes in use at once; beyond it the one unused longest is let go. */
  static final int MOST = 32;

  private final Ticker ticker;
  private final Map<HttpRoute, HttpPool> byRoute =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HttpRoute, HttpPool> eldest) {
          return size() > MOST;
        }
      };

  HttpPools(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * The pool of this route, made on first use; that reads the trust store.
   *
   * @throws IOException when the route's proxy or trust store cannot be used
   */
  synchronized HttpPool on(HttpRoute route) throws IOException {
    HttpPool known = byRoute.get(route);
    if (known != null) {
      return known;
    }
    HttpPool made = open(route);
    byRoute.put(route, made);
    return made;
  }

  private HttpPool open(HttpRoute route) throws IOException {
    SSLContext trust = Trust.in(route.trustStore());
    ProxySelector proxies = route.proxies();
    SSLParameters tls = trust.getDefaultSSLParameters();
    // The client's own default, said aloud so that no system property can take it away.
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(route.connect())
            .proxy(proxies)
            .sslContext(trust)
            .sslParameters(tls)
            // All work on the client's own thread: what is done there never blocks, and the default
            // is a thread for each busy connection.
            .executor(Runnable::run)
            .build();
    return new HttpPool(client, proxies, new IdleConnections(ticker));
  }
}
