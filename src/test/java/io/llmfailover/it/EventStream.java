package io.llmfailover.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hears a stream of events as it comes, on a connection of its own, down to the chunks of HTTP. Not
 * thread-safe.
 */
final class EventStream implements AutoCloseable {
  /** Longer than any silence there should be; only a hanging server reaches it. */
  private static final int PATIENCE_MILLIS = 60_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;
  private final InputStream in;
  private InputStream chunk = InputStream.nullInputStream();
  private boolean ended;

  private EventStream(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * One event, or comment.
   *
   * @param type empty for none, {@code :} for a comment
   */
  record Event(String type, String data) {
    JsonNode json() {
      try {
        return JSON.readTree(data);
      } catch (IOException noJson) {
        throw new AssertionError("no JSON: " + data, noJson);
      }
    }
  }

  /** Connects. */
  static EventStream connect() {
    try {
      Socket socket = new Socket("localhost", Integer.getInteger("it.http.port"));
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new EventStream(socket);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  /** Asks; what comes back is heard with the other methods. Again only when all was heard. */
  EventStream ask(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /llm"
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    try {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    chunk = InputStream.nullInputStream();
    ended = false;
    return this;
  }

  /** The headers, names in lower case; the status line under {@code ""}. Heard before events. */
  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("", line(in));
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    return headers;
  }

  /** Waits for the next event or comment. */
  Event next() {
    String type = "";
    String data = "";
    String line = line();
    if (line.startsWith(":")) {
      line();
      return new Event(":", "");
    }
    for (; !line.isEmpty(); line = line()) {
      if (line.startsWith("event: ")) {
        type = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else {
        throw new AssertionError("no line of an event: " + line);
      }
    }
    return new Event(type, data);
  }

  /** Waits for the next event that is no comment. */
  Event nextEvent() {
    Event event = next();
    while (event.type().equals(":")) {
      event = next();
    }
    return event;
  }

  /** Whether the response ends here, properly: with the last chunk. Waits for it. */
  boolean ends() {
    return byteOfChunks() < 0 && ended;
  }

  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = byteOfChunks();
    while (next != '\n') {
      if (next < 0) {
        throw new AssertionError("ended within a line: " + line);
      }
      line.write(next);
      next = byteOfChunks();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private int byteOfChunks() {
    try {
      int next = chunk.read();
      if (next >= 0 || ended) {
        return next;
      }
      int length = Integer.parseInt(line(in), 16);
      chunk = new ByteArrayInputStream(in.readNBytes(length));
      line(in);
      ended = length == 0;
      return chunk.read();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String line(InputStream in) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new AssertionError("connection closed after: " + line);
        }
        if (next != '\r') {
          line.write(next);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Goes away without a word (RST). */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      // Closing is all that was wanted.
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // Closing is all that was wanted.
    }
  }
}
