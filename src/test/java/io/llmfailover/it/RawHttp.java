package io.llmfailover.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Sends bytes no HTTP client would, on a connection of its own. */
final class RawHttp {
  /** A server that still waits for more after this does not answer. */
  private static final int SILENCE_MILLIS = 5_000;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private RawHttp() {}

  /**
   * What the server said.
   *
   * @param text all of it, one character for a byte
   * @param closed whether it closed the connection
   */
  record Heard(String text, boolean closed) {
    /** The status of each answer. */
    List<Integer> statuses() {
      return STATUS.matcher(text).results().map(one -> Integer.valueOf(one.group(1))).toList();
    }
  }

  /** Sends the text as it is and listens until the server closes or falls silent. */
  static Heard send(String request) {
    try (Socket socket = new Socket("localhost", Integer.getInteger("it.http.port"))) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return allOf(socket.getInputStream());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Heard allOf(InputStream in) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean closed = true;
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (SocketTimeoutException silent) {
      closed = false;
    } catch (IOException reset) {
      // A connection that is reset is closed.
    }
    return new Heard(all.toString(StandardCharsets.ISO_8859_1), closed);
  }
}
