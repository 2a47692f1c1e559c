package io.llmfailover.provider;

import io.llmfailover.chain.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;

/**
 * What decides which connection pool a call uses. Provider and key are not in it: connections are
 * pooled by address, and no request takes anything of another along.
 *
 * @param connect for TCP and TLS
 * @param proxy {@code http://host:port}; empty for the JVM's own rule
 * @param trustStore PEM file; empty for the JVM's own trust
 */
record HttpRoute(Duration connect, String proxy, String trustStore) {
  /** The way to this link. */
  static HttpRoute to(Link link) {
    return new HttpRoute(
        link.timeouts().connect(), link.provider().proxy(), link.provider().trustStore());
  }

  /**
   * Which proxy is asked.
   *
   * @throws IOException when {@link #proxy} is not an address
   */
  ProxySelector proxies() throws IOException {
    if (proxy.isEmpty()) {
      ProxySelector jvm = ProxySelector.getDefault();
      return jvm == null ? ProxySelector.of(null) : jvm;
    }
    try {
      URI address = URI.create(proxy);
      if ("http".equals(address.getScheme()) && address.getHost() != null) {
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return ProxySelector.of(InetSocketAddress.createUnresolved(address.getHost(), port));
      }
    } catch (IllegalArgumentException notAnAddress) {
      throw unusable();
    }
    throw unusable();
  }

  /** Does not quote the proxy, for an address may hold a password. */
  private static ProtocolException unusable() {
    return new ProtocolException("the proxy is not written http://host:port");
  }
}
