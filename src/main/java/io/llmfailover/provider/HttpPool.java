package io.llmfailover.provider;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * How the connections of one {@link io.llmfailover.provider.HttpRoute} are made. They lie in the
 * one pool of the {@link WireClient}, told apart by upstream, proxy, trust and connect timeout.
 *
 * @param client sends
 * @param proxies which proxy is asked
 * @param trust whom TLS connections trust
 * @param connect the connect timeout
 * @param config the client's settings for each request
 */
record HttpPool(
    WireClient client,
    ProxySelector proxies,
    SSLContext trust,
    Timeout connect,
    RequestConfig config) {

  /** The way to the upstream of this request, which is written as that way wants it. */
  HttpRoute way(URI uri, WirePost post) {
    HttpHost target = new HttpHost(post.secure() ? "https" : "http", post.host(), post.port());
    UpstreamTls.Name tls =
        post.secure() ? new UpstreamTls.Name(post.host(), post.port(), trust, connect) : null;
    HttpHost proxy = proxy(uri);
    if (proxy == null) {
      return new HttpRoute(target, tls, null, post.secure());
    }
    // Only a proxy that sees the request needs the whole address in it.
    post.message().setAbsoluteRequestUri(!post.secure());
    return new HttpRoute(target, tls, null, proxy, post.secure());
  }

  /** Null when there is none. */
  private HttpHost proxy(URI uri) {
    List<Proxy> chosen = proxies.select(uri);
    if (chosen.isEmpty()
        || chosen.get(0).type() != Proxy.Type.HTTP
        || !(chosen.get(0).address() instanceof InetSocketAddress address)) {
      return null;
    }
    return new HttpHost("http", address.getHostString(), address.getPort());
  }
}
