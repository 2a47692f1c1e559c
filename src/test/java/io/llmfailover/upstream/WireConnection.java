package io.llmfailover.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One connection of a {@link WireServer}: reads requests and does as the reply says. */
final class WireConnection {
  private static final int FIRST_LOOK_MILLIS = 5;
  private static final int LAST_LOOK_MILLIS = 200;

  private final WireServer server;
  private final Socket socket;
  private final int number;

  WireConnection(WireServer server, Socket socket, int number) {
    this.server = server;
    this.socket = socket;
    this.number = number;
  }

  /** Serves until either side closes. */
  void serve() {
    try (socket) {
      socket.setTcpNoDelay(true);
      PushbackInputStream in =
          new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 1);
      boolean more = true;
      while (more) {
        more = exchange(in);
      }
    } catch (IOException hungUp) {
      // The caller closed, which is the end of a connection like any other.
    } finally {
      server.ended(this);
    }
  }

  /** Ends it from another thread. */
  void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
  }

  /** One request and its answer; whether another may follow. */
  private boolean exchange(PushbackInputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return false;
    }
    String[] parts = first.split(" ");
    if (parts.length != 3) {
      return false;
    }
    Map<String, List<String>> headers = headers(in);
    byte[] body = body(in, headers);
    ReceivedRequest request = server.received(number, parts[0], parts[1], headers, body);
    WireReply reply = server.replyTo(request);
    waitUntil(() -> !server.holding(), in);
    return switch (reply.act()) {
      case ANSWER -> answer(reply, in);
      case CLOSE -> false;
      case RESET -> {
        socket.setSoLinger(true, 0);
        yield false;
      }
      case SILENCE -> {
        waitUntil(() -> false, in);
        yield false;
      }
    };
  }

  private boolean answer(WireReply reply, PushbackInputStream in) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(reply.head());
    byte[] body = reply.body();
    int length = Math.min(body.length, reply.stallAfter());
    boolean endless = reply.framing() == WireReply.Framing.ENDLESS;
    int from = 0;
    while (from < length) {
      if (reply.gated()) {
        out.flush();
        waitUntil(reply.gate()::passes, in);
      }
      if (!reply.pause().isZero()) {
        out.flush();
        rest((int) reply.pause().toMillis(), in);
      }
      int size = reply.nextPiece(length - from);
      piece(out, body, from, size, reply.inChunks());
      server.sent(size);
      from = endless && from + size >= length ? 0 : from + size;
    }
    out.flush();
    if (reply.resetOnce().isPresent()) {
      waitUntil(reply.resetOnce().get(), in);
      socket.setSoLinger(true, 0);
      return false;
    }
    if (length < body.length || reply.stallAfter() == 0) {
      waitUntil(() -> false, in);
    }
    if (reply.framing() == WireReply.Framing.CHUNKED) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    return !reply.lastOnItsConnection();
  }

  private static void piece(OutputStream out, byte[] body, int from, int length, boolean chunked)
      throws IOException {
    if (!chunked) {
      out.write(body, from, length);
      return;
    }
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(length + 16);
    chunk.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.write(body, from, length);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(chunk.toByteArray());
  }

  /** Waits, looking at the connection all the while: a caller who hangs up ends it. */
  private void waitUntil(BooleanSupplier reached, PushbackInputStream in) throws IOException {
    int look = FIRST_LOOK_MILLIS;
    while (!reached.getAsBoolean()) {
      rest(look, in);
      look = Math.min(LAST_LOOK_MILLIS, look * 2);
    }
  }

  private void rest(int millis, PushbackInputStream in) throws IOException {
    socket.setSoTimeout(millis);
    try {
      int early = in.read();
      if (early < 0) {
        throw new EOFException();
      }
      in.unread(early);
    } catch (SocketTimeoutException stillThere) {
      // That it says nothing is what was waited for.
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not HTTP");
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("Transfer-Encoding")) {
      return chunks(in);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", List.of("0")).get(0));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.writeBytes(in.readNBytes(size));
      line(in);
    }
    headers(in);
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
  }

  /** A line without its end; empty also when the connection ended. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
