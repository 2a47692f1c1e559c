package io.llmfailover.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes no HTTP client would, on a connection of its own. */
final class RawHttp {
  /** A server that still waits for more after this does not answer. */
  private static final int SILENCE_MILLIS = 5_000;

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)\r\n");
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

    /** The first answer; its body came with a length. */
    Gateway.Said first() {
      int body = text.indexOf("\r\n\r\n") + 4;
      Matcher length = LENGTH.matcher(text);
      int end = length.find() ? body + Integer.parseInt(length.group(1)) : text.length();
      byte[] bytes = text.substring(body, end).getBytes(StandardCharsets.ISO_8859_1);
      return new Gateway.Said(
          statuses().get(0),
          HttpHeaders.of(Map.of(), (name, value) -> true),
          new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Sends the text as it is and listens until the server closes or falls silent. */
  static Heard send(String request) {
    return send(request, false);
  }

  /** The same, and says with FIN that nothing follows. */
  static Heard sendAndHangUp(String request) {
    return send(request, true);
  }

  private static Heard send(String request, boolean hangUp) {
    try (Socket socket = new Socket("localhost", Integer.getInteger("it.http.port"))) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      if (hangUp) {
        socket.shutdownOutput();
      }
      return allOf(socket.getInputStream());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Sends the head, then the piece so many times, and listens meanwhile: what is refused on the way
   * may be answered before it is whole. Listens until the first answer is whole or the server
   * closes.
   */
  static Heard sendLarge(String head, byte[] piece, int times) {
    try (Socket socket = new Socket("localhost", Integer.getInteger("it.http.port"))) {
      socket.setSoTimeout(SILENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      Thread sender = new Thread(() -> writeAll(out, piece, times), "it-sender");
      sender.setDaemon(true);
      sender.start();
      return heard(socket.getInputStream(), RawHttp::wholeIn);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void writeAll(OutputStream out, byte[] piece, int times) {
    try {
      for (int i = 0; i < times; i++) {
        out.write(piece);
      }
      out.flush();
    } catch (IOException refused) {
      // The server closed: what it said is what counts.
    }
  }

  private static Heard allOf(InputStream in) {
    return heard(in, text -> false);
  }

  private static boolean wholeIn(String text) {
    int body = text.indexOf("\r\n\r\n") + 4;
    Matcher length = LENGTH.matcher(text);
    return body > 3 && length.find() && text.length() >= body + Integer.parseInt(length.group(1));
  }

  private static Heard heard(InputStream in, Predicate<String> enough) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean closed = true;
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
        if (in.available() == 0 && enough.test(all.toString(StandardCharsets.ISO_8859_1))) {
          return new Heard(all.toString(StandardCharsets.ISO_8859_1), false);
        }
      }
    } catch (SocketTimeoutException silent) {
      closed = false;
    } catch (IOException reset) {
      // A connection that is reset is closed.
    }
    return new Heard(all.toString(StandardCharsets.ISO_8859_1), closed);
  }
}
