package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.ErrorObject.Sureness;
import io.llmfailover.provider.Failure.Scope;
import io.llmfailover.provider.Verdict.Readable;
import io.llmfailover.provider.Verdict.Unusable;
import io.llmfailover.provider.WireAnswer.Ending;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what a provider's HTTP answer, or the lack of one, means. It judges in this order:
 *
 * <ol>
 *   <li>an error object, whatever the status and the content type say;
 *   <li>within it the machine-readable reason, then known wordings, then the status;
 *   <li>a body that is a web page comes from a proxy: its status counts, its text never;
 *   <li>a successful body must be there, whole, and JSON. Its shape is the dialect's business.
 * </ol>
 *
 * <p>Stateless and thread-safe; never throws on what comes from outside. All words are scrubbed.
 */
public final class FailureJudge {
  /** How long a provider rests behind a proxy that answers in its place. */
  private static final Duration PROXY_REST = Duration.ofSeconds(60);

  private static final int TEXT_LOOKED_AT = 16_000;

  private final Clock clock;

  /**
   * @param clock what wait hints that name a time are measured against when the answer bears no
   *     date of its own
   */
  public FailureJudge(Clock clock) {
    this.clock = clock;
  }

  /** What this answer of the link means: readable for its dialect, or a failure. */
  public Verdict judge(WireAnswer answer, Link link) {
    Body body = Body.of(answer.body());
    boolean success = answer.status() >= 200 && answer.status() <= 299;
    if (success) {
      return judgeSuccess(answer, body, link);
    }
    if (body.isHtml()) {
      return new Unusable(ofPage(answer));
    }
    ErrorWords words =
        body.json().or(body::eventJson).map(ErrorWords::of).orElseGet(() -> ofText(answer, body));
    return new Unusable(ofWords(words, answer.status(), answer.headers(), link));
  }

  /**
   * The failure an error object within a successful answer speaks of, for instance in an event of a
   * stream; empty when it is none.
   */
  public Optional<Failure> inside(JsonNode body, HttpHeaders headers, Link link) {
    return inside(body, 200, headers, link);
  }

  private Optional<Failure> inside(JsonNode body, int status, HttpHeaders headers, Link link) {
    Sureness sureness = ErrorObject.in(body);
    if (sureness == Sureness.NONE) {
      return Optional.empty();
    }
    ErrorWords words = ErrorWords.of(body);
    if (sureness == Sureness.MAYBE && Reading.of(words, status).ruling() == Ruling.UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(ofWords(words, status, headers, link));
  }

  /**
   * The failure an event of a stream speaks of that is an error by its type: whatever its data is,
   * it is no part of an answer.
   *
   * @param data JSON or a text
   */
  public Failure ofErrorEvent(String data, HttpHeaders headers, Link link) {
    ErrorWords words =
        Json.parse(data)
            .filter(JsonNode::isContainerNode)
            .map(ErrorWords::of)
            .orElseGet(() -> ErrorWords.ofText(data));
    return ofWords(words, 200, headers, link);
  }

  /**
   * What it means that a call ended without an HTTP answer. A refused, reset or timed-out
   * connection may be repeated; an unknown host or failed TLS may not.
   */
  public Failure ofTransport(Throwable cause, Link link) {
    Failure failure = TransportTrouble.of(cause);
    return failure.saying(Scrub.clean(failure.message(), link));
  }

  private Verdict judgeSuccess(WireAnswer answer, Body body, Link link) {
    int status = answer.status();
    Optional<Failure> inside =
        body.json()
            .or(body::eventJson)
            .flatMap(json -> inside(json, status, answer.headers(), link));
    if (inside.isPresent()) {
      return new Unusable(inside.get());
    }
    if (answer.ending() == Ending.CUT) {
      return unusable(FailureKind.TRUNCATED, status, "the connection was lost in the answer");
    }
    if (answer.ending() == Ending.UNREADABLE) {
      return unusable(
          FailureKind.MALFORMED, status, "the answer is too large or cannot be decoded");
    }
    if (body.isBlank()) {
      return unusable(FailureKind.EMPTY, status, "an empty answer");
    }
    if (body.isHtml()) {
      return new Unusable(ofPage(answer));
    }
    if (body.json().isPresent()) {
      return new Readable(body.json().get());
    }
    return body.isCutJson()
        ? unusable(FailureKind.TRUNCATED, status, "the answer ends in the middle of its JSON")
        : unusable(FailureKind.MALFORMED, status, "the answer is not JSON");
  }

  private static Verdict unusable(FailureKind kind, int status, String message) {
    return new Unusable(Failure.of(kind, status, message));
  }

  /** What a body that is no JSON says; nothing when it is not even text. */
  private static ErrorWords ofText(WireAnswer answer, Body body) {
    String text = body.text();
    boolean readable =
        answer.ending() != Ending.UNREADABLE
            && text.indexOf('\uFFFD') < 0
            && text.indexOf('\0') < 0;
    return readable ? ErrorWords.ofText(text) : ErrorWords.none();
  }

  /** A web page where JSON was due: a proxy or a firewall speaks, not the provider. */
  private Failure ofPage(WireAnswer answer) {
    int status = answer.status();
    String message = "HTTP " + status + " with a web page, from a proxy or a wrong address";
    if (status >= 200 && status <= 299) {
      return Failure.of(FailureKind.MALFORMED, status, message).resting(Scope.PROVIDER, PROXY_REST);
    }
    if (status == 403) {
      return Failure.of(FailureKind.PERMISSION, status, message)
          .resting(Scope.PROVIDER, PROXY_REST);
    }
    return ofRuling(
        Reading.of(ErrorWords.none(), status),
        status,
        message,
        ErrorWords.none(),
        answer.headers());
  }

  private Failure ofWords(ErrorWords words, int status, HttpHeaders headers, Link link) {
    headers
        .firstValue("x-amzn-errortype")
        .map(type -> type.substring(0, (type + ':').indexOf(':')))
        .ifPresent(words::addCode);
    Reading reading = Reading.of(words, status);
    String said = Scrub.clean(words.message(), link);
    return ofRuling(reading, status, said.isEmpty() ? "HTTP " + status : said, words, headers);
  }

  private Failure ofRuling(
      Reading reading, int status, String message, ErrorWords words, HttpHeaders headers) {
    WaitHints hints = new WaitHints(headers, words, clock);
    boolean mayRepeat =
        headers.firstValue("x-should-retry").filter("false"::equalsIgnoreCase).isEmpty();
    Ruling ruling = reading.ruling(hints);
    Failure failure = ruling.failure(status, reading.explained(ruling, message));
    if (ruling.takesHint()) {
      Optional<Duration> hint =
          ruling == Ruling.RATE_LIMITED ? hints.best() : hints.bestForOverload();
      if (hint.isPresent()) {
        // A wait that must not be followed by a repeat is no invitation, only a length.
        return mayRepeat
            ? failure.restingAsTold(Scope.LINK, hint.get())
            : failure.resting(Scope.LINK, hint.get());
      }
    }
    return ruling == Ruling.SERVER_ERROR && mayRepeat && reading.mayHeal()
        ? failure.worthRepeating()
        : failure;
  }

  /** The body of an answer, looked at once. */
  private record Body(byte[] bytes, Optional<JsonNode> json) {
    static Body of(byte[] bytes) {
      int first = firstNonBlank(bytes);
      // Only objects and arrays: "404 page not found" begins with a number, but is no JSON.
      boolean maybeJson = first < bytes.length && (bytes[first] == '{' || bytes[first] == '[');
      return new Body(bytes, maybeJson ? Json.parseLeniently(bytes) : Optional.empty());
    }

    boolean isBlank() {
      return firstNonBlank(bytes) >= bytes.length;
    }

    boolean isHtml() {
      int first = firstNonBlank(bytes);
      return first < bytes.length && bytes[first] == '<';
    }

    boolean isCutJson() {
      return JsonText.scan(bytes, firstNonBlank(bytes)).state() == JsonText.State.CUT;
    }

    String text() {
      return new String(bytes, 0, Math.min(bytes.length, TEXT_LOOKED_AT), StandardCharsets.UTF_8);
    }

    /** The JSON of the first event, when events came although none were asked for. */
    Optional<JsonNode> eventJson() {
      String start = text().strip();
      int data = start.startsWith("data:") ? 0 : start.indexOf("\ndata:") + 1;
      boolean events = start.startsWith("data:") || start.startsWith("event:") && data > 0;
      return events ? Json.parse(start.substring(data + 5).strip()) : Optional.empty();
    }

    /** Blanks, and the byte order mark some servers put first. */
    private static int firstNonBlank(byte[] bytes) {
      int at = bytes.length >= 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB ? 3 : 0;
      while (at < bytes.length && bytes[at] >= 0 && bytes[at] <= ' ') {
        at++;
      }
      return at;
    }
  }
}
