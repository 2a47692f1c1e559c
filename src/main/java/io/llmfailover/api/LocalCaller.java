package io.llmfailover.api;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Whether a request was made by somebody on this machine, of their own will. */
final class LocalCaller {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?");

  private LocalCaller() {}

  /**
   * Judges a request.
   *
   * @param remoteAddress the other end of the connection, as an IP address
   * @param header finds a header's value by name; null when absent
   */
  static boolean is(String remoteAddress, UnaryOperator<String> header) {
    return loopback(remoteAddress)
        // A proxy on this machine speaks for somebody else.
        && header.apply("X-Forwarded-For") == null
        && header.apply("Forwarded") == null
        // A page from elsewhere, in a browser on this machine, can post here without being asked.
        && Optional.ofNullable(header.apply("Origin")).map(LocalCaller::localOrigin).orElse(true);
  }

  private static boolean localOrigin(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && (host.equalsIgnoreCase("localhost") || loopback(host));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** Names are not looked up: who resolves them is not known. */
  private static boolean loopback(String address) {
    String bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    if (!ADDRESS.matcher(bare).matches()) {
      return false;
    }
    try {
      return InetAddress.getByName(bare).isLoopbackAddress();
    } catch (UnknownHostException malformed) {
      return false;
    }
  }
}
