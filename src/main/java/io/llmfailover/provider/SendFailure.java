package io.llmfailover.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;

/** What the client's exceptions mean. Stateless. */
final class SendFailure {
  /**
   * A stale connection is refused within one round trip. What fails later was probably being worked
   * on, and sending it again would run it twice.
   */
  private static final Duration STALE_WITHIN = Duration.ofMillis(500);

  private SendFailure() {}

  /** The failure as an {@link IOException}, without what futures and connections put around it. */
  static IOException asIoException(Throwable failure) {
    Throwable bare = failure;
    while ((bare instanceof CompletionException || bare instanceof UncheckedIOException)
        && bare.getCause() != null) {
      bare = bare.getCause();
    }
    if (bare instanceof HttpException) {
      return new IOException("what came back is not HTTP", bare);
    }
    return bare instanceof IOException plain
        ? plain
        : new IOException("the request could not be sent", bare);
  }

  /**
   * Whether a request on a used connection, to which not a single byte came back, failed as it does
   * when the upstream had closed that connection: soon.
   *
   * @param took from sending to the failure
   */
  static boolean staleConnection(IOException failure, Duration took) {
    if (failure instanceof ConnectException
        || failure instanceof HttpTimeoutException
        || failure instanceof ProtocolException
        || failure instanceof SSLException) {
      return false;
    }
    return took.compareTo(STALE_WITHIN) < 0;
  }
}
