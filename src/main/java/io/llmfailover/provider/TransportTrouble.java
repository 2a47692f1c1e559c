package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure.Scope;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What it means that no HTTP answer came. The words are ours: an exception's own message may hold
 * an address with a secret in it.
 */
final class TransportTrouble {
  /** Longer chains of causes are not honest. */
  private static final int MAX_CAUSES = 12;

  private TransportTrouble() {}

  static Failure of(Throwable thrown) {
    List<Throwable> causes = causesOf(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof ProviderException judged) {
        return judged.failure();
      }
    }
    // The HTTP client wraps the telling exception in general ones: look for the telling ones first.
    if (any(causes, UnknownHostException.class) || any(causes, UnresolvedAddressException.class)) {
      return connection("the provider's host name is unknown");
    }
    if (any(causes, HttpConnectTimeoutException.class)) {
      return connection("no connection within the connect timeout").worthRepeating();
    }
    if (any(causes, HttpTimeoutException.class)
        || any(causes, SocketTimeoutException.class)
        || any(causes, TimeoutException.class)) {
      return Failure.of(FailureKind.TIMEOUT, 0, "no answer in time").resting(Scope.LINK);
    }
    if (any(causes, SSLException.class) || any(causes, GeneralSecurityException.class)) {
      return connection("no secure connection: TLS failed");
    }
    if (any(causes, ConnectException.class)) {
      return connection("connection refused").worthRepeating();
    }
    if (any(causes, NoRouteToHostException.class)) {
      return connection("no route to the provider").worthRepeating();
    }
    if (any(causes, IOException.class)) {
      return connection("connection lost").worthRepeating();
    }
    String name = causes.get(causes.size() - 1).getClass().getSimpleName();
    return Failure.of(FailureKind.UNKNOWN, 0, "the call failed: " + name);
  }

  private static Failure connection(String message) {
    return Failure.of(FailureKind.CONNECTION, 0, message).resting(Scope.LINK);
  }

  private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
    for (Throwable cause : causes) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static List<Throwable> causesOf(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && causes.size() < MAX_CAUSES; t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
