package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.ToolCall;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feeds a reader as its caller does, and holds its pieces against its reply. */
public final class StreamedAnswer {
  private static final FailureJudge JUDGE = new FailureJudge(Clock.systemUTC());
  private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

  private final ProviderCall call;
  private final StreamReader reader;
  private final List<Piece> pieces = new ArrayList<>();

  /** Nothing read yet of the answer to this call. */
  public StreamedAnswer(Dialect dialect, ProviderCall call) {
    this.call = call;
    this.reader = dialect.reader(call, 200);
  }

  /** Reads these events; JSON may have single quotes. */
  public StreamedAnswer read(String... events) {
    for (String event : events) {
      reader.read("", DialectCall.json(event), pieces::add);
    }
    return this;
  }

  /** Reads these events, and finds the errors among them first. */
  public StreamedAnswer readAll(List<SseEvents.Event> events) {
    for (SseEvents.Event event : events) {
      if (event.data().equals("[DONE]")) {
        reader.done();
      } else {
        Json.parse(event.data()).ifPresent(data -> readJudged(event.type(), data));
      }
    }
    return this;
  }

  private void readJudged(String type, JsonNode data) {
    Optional<Failure> failure = JUDGE.inside(data, NONE, call.link());
    if (failure.isPresent()) {
      throw new ProviderException(failure.get());
    }
    reader.read(type, data, pieces::add);
  }

  /** The reader. */
  public StreamReader reader() {
    return reader;
  }

  /** The pieces so far, in order. */
  public List<Piece> pieces() {
    return pieces;
  }

  /** The pieces' text so far. */
  public String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** The pieces so far that are of this kind. */
  public <P extends Piece> List<P> pieces(Class<P> kind) {
    return pieces.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The whole answer, after a check that it is neither more nor less than its pieces. */
  public Reply reply() {
    Reply reply = reader.reply();
    assertThat(text()).isEqualTo(reply.text());
    StringBuilder reasoning = new StringBuilder();
    pieces(Piece.Reasoning.class).forEach(piece -> reasoning.append(piece.thought()));
    assertThat(reasoning).hasToString(reply.reasoning());
    assertThat(assembled()).isEqualTo(reply.toolCalls());
    return reply;
  }

  /** The tool calls the pieces make; each must begin, in order, before it goes on. */
  public List<ToolCall> assembled() {
    List<Piece.ToolStart> starts = new ArrayList<>();
    List<StringBuilder> arguments = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.ToolStart start) {
        assertThat(start.index()).isEqualTo(starts.size());
        assertThat(start.id()).isNotBlank();
        starts.add(start);
        arguments.add(new StringBuilder());
      } else if (piece instanceof Piece.ToolArguments more) {
        assertThat(more.index()).isBetween(0, starts.size() - 1);
        arguments.get(more.index()).append(more.json());
      }
    }
    List<ToolCall> calls = new ArrayList<>();
    for (Piece.ToolStart start : starts) {
      String json = arguments.get(start.index()).toString();
      assertThat(json).isNotBlank();
      calls.add(new ToolCall(start.id(), start.name(), json, start.signature()));
    }
    return calls;
  }
}
