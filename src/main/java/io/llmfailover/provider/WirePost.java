package io.llmfailover.provider;

import io.llmfailover.json.WrittenJson;
import java.net.ProtocolException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * A POST as it goes on the wire, complete with everything HTTP/1.1 wants. Headers that say how the
 * message is framed or where it goes are not the configuration's.
 */
final class WirePost {
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final String scheme;
  private final String host;
  private final int port;
  private final BasicHttpRequest message;
  private final WrittenJson body;

  private WirePost(
      String scheme, String host, int port, BasicHttpRequest message, WrittenJson body) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.message = message;
    this.body = body;
  }

  /**
   * The request as a message.
   *
   * @param accept what kinds of answer are wanted
   * @throws ProtocolException when it cannot be sent; quotes neither values nor the address
   */
  static WirePost of(WireRequest request, String accept) throws ProtocolException {
    URI uri = request.uri();
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (uri.getHost() == null || !(secure || scheme.equals("http"))) {
      throw new ProtocolException("the provider's url is not http://host or https://host");
    }
    String host = bare(uri.getHost());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    BasicHttpRequest message =
        new BasicHttpRequest("POST", scheme, new URIAuthority(host, uri.getPort()), target(uri));
    message.addHeader(header("Host", hostAndPort(uri)));
    message.addHeader(header("Content-Length", Integer.toString(request.body().length())));
    message.addHeader(header("Content-Type", "application/json"));
    message.addHeader(header("Accept", accept));
    message.addHeader(header("User-Agent", "llm-failover"));
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      message.setHeader(checked(header.getKey(), header.getValue()));
    }
    return new WirePost(scheme, host, port, message, request.body());
  }

  /** An IPv6 address without its brackets. */
  private static String bare(String host) {
    return host.charAt(0) == '[' ? host.substring(1, host.length() - 1) : host;
  }

  private static String target(URI uri) {
    String path = uri.getRawPath();
    String from = path == null || path.isEmpty() ? "/" : path;
    return uri.getRawQuery() == null ? from : from + '?' + uri.getRawQuery();
  }

  private static String hostAndPort(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ':' + uri.getPort();
  }

  private static Header checked(String name, String value) throws ProtocolException {
    if (!isToken(name) || !isText(value) || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new ProtocolException("header " + name + " cannot be sent");
    }
    return header(name, value);
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 127 || c > 255) {
        return false;
      }
    }
    return true;
  }

  private static Header header(String name, String value) {
    return new Discreet(name, value);
  }

  /** A header that keeps its value to itself, whoever prints it: it may be a key. */
  private record Discreet(String getName, String getValue) implements Header {
    @Override
    public boolean isSensitive() {
      return true;
    }

    @Override
    public String toString() {
      return getName + ": ***";
    }
  }

  /** Whether it goes through TLS. */
  boolean secure() {
    return scheme.equals("https");
  }

  /** The upstream's name or address, without brackets. */
  String host() {
    return host;
  }

  /** The upstream's port. */
  int port() {
    return port;
  }

  /** What the client sends before the body. */
  BasicHttpRequest message() {
    return message;
  }

  /** The body. */
  WrittenJson body() {
    return body;
  }
}
