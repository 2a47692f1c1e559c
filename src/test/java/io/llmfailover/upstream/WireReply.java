package io.llmfailover.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * What a {@link WireServer} does with one request: an answer, byte for byte, or one of the ways to
 * give none. Immutable: every method makes another one.
 *
 * <pre>{@code
 * WireReply.of("openai/err-503-overloaded.http");
 * WireReply.json("{}").trickling(Duration.ofMillis(20));
 * WireReply.of("openai/ok-plain.json").chunkedWithoutEnd();
 * WireReply.resetAfterRequest();
 * }</pre>
 */
public final class WireReply {
  /** What happens to the connection when a request is in. */
  enum Act {
    ANSWER,
    CLOSE,
    RESET,
    SILENCE
  }

  /** How the end of a body is told. */
  enum Framing {
    LENGTH,
    CHUNKED,
    CHUNKED_WITHOUT_END,
    ENDLESS,
    UNTIL_CLOSE
  }

  /** Nothing withheld. */
  static final int ALL = Integer.MAX_VALUE;

  private Act act = Act.ANSWER;
  private String statusLine = "HTTP/1.1 200 OK";
  private List<Map.Entry<String, String>> headers = List.of();
  private byte[] body = new byte[0];
  private Framing framing = Framing.LENGTH;
  private boolean closing;
  private int stallAfter = ALL;
  private Duration pause = Duration.ZERO;
  private Gate gate;
  private BooleanSupplier resetOnce;
  private IntSupplier pieces;

  private WireReply() {}

  private WireReply(WireReply from) {
    act = from.act;
    statusLine = from.statusLine;
    headers = from.headers;
    body = from.body;
    framing = from.framing;
    closing = from.closing;
    stallAfter = from.stallAfter;
    pause = from.pause;
    gate = from.gate;
    resetOnce = from.resetOnce;
    pieces = from.pieces;
  }

  /**
   * The sample; also one of the {@code transport-…} samples an upstream can cause by itself
   * (silence, reset, stall). The others are in {@link Unreachable}.
   */
  public static WireReply of(String sample) {
    return sample.contains("/transport-") ? transport(sample) : of(WireSample.of(sample));
  }

  /** The sample's answer. */
  public static WireReply of(WireSample sample) {
    WireReply made = new WireReply();
    made.statusLine = sample.statusLine();
    made.headers = sample.headers();
    made.body = sample.body();
    return made;
  }

  /** 200 with this JSON. */
  public static WireReply json(String body) {
    return json(200, body);
  }

  /** This status with this JSON. */
  public static WireReply json(int status, String body) {
    return status(status)
        .header("Content-Type", "application/json")
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  /** This status without a body, and without a reason phrase. */
  public static WireReply status(int status) {
    WireReply made = new WireReply();
    made.statusLine = "HTTP/1.1 " + status;
    return made;
  }

  /** A redirect, with an empty body. */
  public static WireReply redirect(int status, String location) {
    return status(status).header("Location", location);
  }

  /** Closes the connection without a byte of answer. */
  public static WireReply closeBeforeAnswer() {
    return doing(Act.CLOSE);
  }

  /** Resets the connection (RST) when the request is in. */
  public static WireReply resetAfterRequest() {
    return doing(Act.RESET);
  }

  /** Reads the request and never answers; ends when the caller closes. */
  public static WireReply silence() {
    return doing(Act.SILENCE);
  }

  private static WireReply doing(Act act) {
    WireReply made = new WireReply();
    made.act = act;
    return made;
  }

  private static WireReply transport(String sample) {
    try {
      String what = new ObjectMapper().readTree(WireSample.read(sample)).path("transport").asText();
      return switch (what) {
        case "read_timeout_no_bytes", "caller_cancelled" -> silence();
        case "reset_before_response" -> resetAfterRequest();
        case "headers_then_silence" -> of("openai/stream-plain.sse").chunked().stallingAfter(0);
        case "stall_mid_stream" -> of("openai/stream-plain.sse").chunked().stallingAfter(200);
        default -> throw new IllegalArgumentException(sample + ": see Unreachable");
      };
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** With this status line, verbatim. */
  public WireReply statusLine(String line) {
    WireReply made = new WireReply(this);
    made.statusLine = line;
    return made;
  }

  /** With this header besides those it has. {@code Content-Length} may lie. */
  public WireReply header(String name, String value) {
    WireReply made = new WireReply(this);
    made.headers = new ArrayList<>(headers);
    made.headers.add(Map.entry(name, value));
    return made;
  }

  /** With this body. */
  public WireReply body(byte[] bytes) {
    WireReply made = new WireReply(this);
    made.body = bytes;
    return made;
  }

  /** With its body compressed, and a header that says so. */
  public WireReply gzipped() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return header("Content-Encoding", "gzip").body(packed.toByteArray());
  }

  /** In chunks. */
  public WireReply chunked() {
    return framed(Framing.CHUNKED);
  }

  /** In chunks, closed before the last one. */
  public WireReply chunkedWithoutEnd() {
    return framed(Framing.CHUNKED_WITHOUT_END);
  }

  /** In chunks, its body again and again until the caller closes. */
  public WireReply endless() {
    return framed(Framing.ENDLESS);
  }

  /** Without a length: the end of the connection is the end of the body. */
  public WireReply untilClose() {
    return framed(Framing.UNTIL_CLOSE);
  }

  private WireReply framed(Framing how) {
    WireReply made = new WireReply(this);
    made.framing = how;
    return made;
  }

  /** Closing the connection afterwards, and saying so. */
  public WireReply closing() {
    WireReply made = header("Connection", "close");
    made.closing = true;
    return made;
  }

  /** One byte of body at a time, with this pause before each. */
  public WireReply trickling(Duration each) {
    WireReply made = new WireReply(this);
    made.pause = each;
    return made;
  }

  /** Falls silent after so many bytes of body (0: after the head), until the caller closes. */
  public WireReply stallingAfter(int bytes) {
    WireReply made = new WireReply(this);
    made.stallAfter = bytes;
    return made;
  }

  /** Each byte of body waits until the gate lets it pass. */
  public WireReply through(Gate held) {
    WireReply made = new WireReply(this);
    made.gate = held;
    return made;
  }

  /**
   * Resets the connection (RST) after the body, as soon as this holds: a caller loses what he has
   * not read by then.
   */
  public WireReply resettingOnce(BooleanSupplier reached) {
    WireReply made = new WireReply(this);
    made.resetOnce = reached;
    return made;
  }

  /** With its body in pieces of so many bytes, each sent by itself; in chunks, one to each. */
  public WireReply inPiecesOf(IntSupplier bytes) {
    WireReply made = new WireReply(this);
    made.pieces = bytes;
    return made;
  }

  Act act() {
    return act;
  }

  byte[] body() {
    return body;
  }

  Framing framing() {
    return framing;
  }

  int stallAfter() {
    return stallAfter;
  }

  Duration pause() {
    return pause;
  }

  boolean gated() {
    return gate != null;
  }

  Gate gate() {
    return gate;
  }

  Optional<BooleanSupplier> resetOnce() {
    return Optional.ofNullable(resetOnce);
  }

  /** The bytes to be sent at once when so many are left. */
  int nextPiece(int left) {
    if (gated() || !pause.isZero()) {
      return 1;
    }
    return pieces == null ? left : Math.max(1, Math.min(left, pieces.getAsInt()));
  }

  boolean inChunks() {
    return framing != Framing.LENGTH && framing != Framing.UNTIL_CLOSE;
  }

  /** Whether the connection cannot carry another answer. */
  boolean lastOnItsConnection() {
    return closing
        || framing == Framing.CHUNKED_WITHOUT_END
        || framing == Framing.UNTIL_CLOSE
        || declaredLength() > body.length;
  }

  private long declaredLength() {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Content-Length"))
        .mapToLong(header -> Long.parseLong(header.getValue()))
        .findFirst()
        .orElse(-1);
  }

  /** Status line and headers as they go on the wire. */
  byte[] head() {
    StringBuilder head = new StringBuilder(statusLine).append("\r\n");
    headers.forEach(
        header ->
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    switch (framing) {
      case LENGTH -> {
        if (declaredLength() < 0) {
          head.append("Content-Length: ").append(body.length).append("\r\n");
        }
      }
      case CHUNKED, CHUNKED_WITHOUT_END, ENDLESS -> head.append("Transfer-Encoding: chunked\r\n");
      case UNTIL_CLOSE -> head.append("Connection: close\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
