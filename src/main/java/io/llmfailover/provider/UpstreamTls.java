package io.llmfailover.provider;

import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/**
 * TLS with the trust that belongs to the connection's way, always with a look at the certificate's
 * host name. Stateless.
 */
final class UpstreamTls implements TlsStrategy {
  /**
   * An upstream as TLS sees it. It is part of the way to the upstream, so that no connection is
   * used with another trust than its own.
   *
   * @param getHostName as in the certificate
   * @param trust whom to trust
   * @param handshake how long the handshake may take
   */
  record Name(String getHostName, int getPort, SSLContext trust, Timeout handshake)
      implements NamedEndpoint {}

  @Override
  public void upgrade(
      TransportSecurityLayer session,
      NamedEndpoint endpoint,
      Object attachment,
      Timeout handshakeTimeout,
      FutureCallback<TransportSecurityLayer> callback) {
    Name name = (Name) endpoint;
    session.startTls(
        name.trust(),
        name,
        SSLBufferMode.STATIC,
        (peer, engine) -> {
          SSLParameters parameters = engine.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          engine.setSSLParameters(parameters);
        },
        null,
        name.handshake(),
        callback);
  }

  @Override
  @Deprecated
  public boolean upgrade(
      TransportSecurityLayer session,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      Object attachment,
      Timeout handshakeTimeout) {
    throw new UnsupportedOperationException("the way to the upstream is missing");
  }
}
