package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads server-sent events from bytes, however these are cut into chunks. Lines end with LF, CR or
 * both; text is decoded only when a line is complete, so that no character is ever torn. Comments,
 * {@code id} and {@code retry} are passed over. An event that the end of the input leaves without
 * its blank line counts, for many servers end so.
 *
 * <p>Keeps the unread rest of one chunk, one line and one event, and of these {@link #MOST} bytes
 * at most. For one thread at a time.
 *
 * <pre>{@code
 * reader.feed(chunk);
 * while (reader.next()) {
 *   take(reader.type(), reader.data());
 * }
 * }</pre>
 */
final class SseReader {
  /** The longest line and the longest event that are read, in bytes: 5 MB. */
  static final int MOST = 5_000_000;

  private static final byte[] NONE = new byte[0];
  private static final int FIRST_GUESS = 512;

  private byte[] input = NONE;
  private int at;
  private int end;

  /** The beginning of a line whose end has not come. */
  private final Bytes torn = new Bytes();

  private final Bytes gathered = new Bytes();
  private int dataLines;
  private String gatheredType = "";

  private boolean begun;
  private boolean afterReturn;
  private boolean tooLong;

  private String type = "";
  private int dataLength;

  /** Gives it the next bytes; those before must have been read to their end. */
  void feed(ByteBuffer chunk) {
    if (chunk.hasArray()) {
      input = chunk.array();
      at = chunk.arrayOffset() + chunk.position();
      end = at + chunk.remaining();
    } else {
      input = new byte[chunk.remaining()];
      chunk.get(input);
      at = 0;
      end = input.length;
    }
  }

  /** Nothing follows: what is there of a line or an event is all of it. */
  void end() {
    // One ends the line, the other the event; where there is neither, blank lines mean nothing.
    feed(ByteBuffer.wrap(new byte[] {'\n', '\n'}));
  }

  /** Reads up to the end of an event; false when the bytes do not suffice, or were too many. */
  boolean next() {
    skipFeedAfterReturn();
    if (gathered.length == 0) {
      gathered.shrink();
    }
    while (at < end && !tooLong) {
      int stop = lineEnd();
      if (stop < 0) {
        tear();
        return false;
      }
      int start = at;
      at = stop + 1;
      afterReturn = input[stop] == '\r';
      skipFeedAfterReturn();
      if (line(start, stop)) {
        return true;
      }
    }
    release();
    return false;
  }

  /** The type of the event read last; empty when it has none. */
  String type() {
    return type;
  }

  /** The data of the event read last, its lines joined with line feeds; until the next is read. */
  String data() {
    return new String(gathered.bytes, 0, dataLength, StandardCharsets.UTF_8);
  }

  /** Whether the data of the event read last is this, blanks around it apart. */
  boolean says(String ascii) {
    int from = 0;
    int stop = dataLength;
    while (from < stop && gathered.bytes[from] == ' ') {
      from++;
    }
    while (stop > from && gathered.bytes[stop - 1] == ' ') {
      stop--;
    }
    return is(ascii, gathered.bytes, from, stop);
  }

  /** The data of the event read last as one JSON value; empty when it is not exactly that. */
  Optional<JsonNode> json() {
    return WireJson.parse(gathered.bytes, dataLength);
  }

  /** Whether a line or an event was longer than {@link #MOST}; nothing more is read then. */
  boolean tooLong() {
    return tooLong;
  }

  private void skipFeedAfterReturn() {
    if (afterReturn && at < end) {
      afterReturn = false;
      if (input[at] == '\n') {
        at++;
      }
    }
  }

  private int lineEnd() {
    for (int i = at; i < end; i++) {
      if (input[i] == '\n' || input[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  /** Keeps the beginning of a line until the rest comes. */
  private void tear() {
    keep(torn, input, at, end);
    release();
  }

  private void release() {
    input = NONE;
    at = 0;
    end = 0;
  }

  /** Takes the line up to {@code stop}; whether it ended an event. */
  private boolean line(int start, int stop) {
    if (torn.length == 0) {
      return whole(input, start, stop);
    }
    keep(torn, input, start, stop);
    int length = torn.length;
    torn.length = 0;
    boolean event = !tooLong && whole(torn.bytes, 0, length);
    torn.shrink();
    return event;
  }

  private boolean whole(byte[] bytes, int from, int stop) {
    int start = begun ? from : pastMark(bytes, from, stop);
    begun = true;
    if (start == stop) {
      return dispatch();
    }
    if (bytes[start] == ':') {
      return false;
    }
    int colon = start;
    while (colon < stop && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(stop, colon + 1);
    if (value < stop && bytes[value] == ' ') {
      value++;
    }
    if (is("data", bytes, start, colon)) {
      addData(bytes, value, stop);
    } else if (is("event", bytes, start, colon)) {
      gatheredType = new String(bytes, value, stop - value, StandardCharsets.UTF_8);
    }
    return false;
  }

  private void addData(byte[] bytes, int value, int stop) {
    if (dataLines++ > 0) {
      gathered.add((byte) '\n');
    }
    keep(gathered, bytes, value, stop);
  }

  /** The blank line: an event without data is none. */
  private boolean dispatch() {
    boolean event = dataLines > 0;
    if (event) {
      type = gatheredType;
      dataLength = gathered.length;
    }
    gatheredType = "";
    dataLines = 0;
    gathered.length = 0;
    return event;
  }

  private void keep(Bytes into, byte[] bytes, int from, int stop) {
    if (stop - from > MOST - torn.length - gathered.length) {
      tooLong = true;
      torn.length = 0;
      torn.shrink();
      gathered.length = 0;
      gathered.shrink();
      return;
    }
    into.add(bytes, from, stop);
  }

  private static boolean is(String name, byte[] bytes, int from, int stop) {
    if (stop - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Past the byte order mark some servers put first. */
  private static int pastMark(byte[] bytes, int from, int stop) {
    boolean marked =
        stop - from >= 3
            && (bytes[from] & 0xFF) == 0xEF
            && (bytes[from + 1] & 0xFF) == 0xBB
            && (bytes[from + 2] & 0xFF) == 0xBF;
    return marked ? from + 3 : from;
  }

  /** Bytes that grow as needed and do not stay large. */
  private static final class Bytes {
    private static final int KEPT = 64 * 1024;

    private byte[] bytes = NONE;
    private int length;

    void add(byte one) {
      makeRoom(1);
      bytes[length++] = one;
    }

    void add(byte[] from, int start, int stop) {
      makeRoom(stop - start);
      System.arraycopy(from, start, bytes, length, stop - start);
      length += stop - start;
    }

    private void makeRoom(int more) {
      if (more > bytes.length - length) {
        int doubled = Math.max(FIRST_GUESS, bytes.length * 2);
        bytes = Arrays.copyOf(bytes, Math.max(doubled, length + more));
      }
    }

    /** One large event must not be paid for as long as the stream lasts. */
    void shrink() {
      if (bytes.length > KEPT) {
        bytes = NONE;
      }
    }
  }
}
