package io.llmfailover.provider;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;

/**
 * One client with its connections.
 *
 * @param client has one thread of its own, on which bodies are collected
 * @param proxies which proxy the client asks
 * @param idle which connections wait for another use
 */
record HttpPool(HttpClient client, ProxySelector proxies, IdleConnections idle) {
  /** The host a connection goes to: the proxy, when there is one, or the upstream. */
  String nextHop(URI uri) {
    List<Proxy> chosen = proxies.select(uri);
    if (!chosen.isEmpty() && chosen.get(0).address() instanceof InetSocketAddress proxy) {
      return proxy.getHostString();
    }
    return uri.getHost();
  }
}
