package io.llmfailover.api.gemini;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.ToolCall;
import io.llmfailover.api.Beat;
import io.llmfailover.api.Errors;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Facts;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.api.TextEvent;
import io.llmfailover.provider.WireJson;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Writes one stream as Google does: each event a whole {@code GenerateContentResponse} with what is
 * new, the last one with a finish reason, and nothing after it. For one stream.
 */
final class GeminiEventStream implements StreamWriter {
  private static final Pattern WORD_START = Pattern.compile("_([a-z])");

  private final String id;
  private final boolean thoughts;
  private final Surface.ErrorShape errors;
  private final Set<String> calls = new HashSet<>();

  /** In order, by their index; a call waits for the ones before it. */
  private final Map<Integer, CallUnderWay> underWay = new LinkedHashMap<>();

  private String model = "";
  private boolean spoke;

  // Written when the model is known.
  private TextEvent words;
  private TextEvent thinking;

  /**
   * A stream of which nothing is written yet.
   *
   * @param id the generation's
   * @param thoughts whether the caller wants to see what the model thinks aloud
   */
  GeminiEventStream(String id, boolean thoughts, Surface.ErrorShape errors) {
    this.id = id;
    this.thoughts = thoughts;
    this.errors = errors;
  }

  @Override
  public void started(StreamStart start, EventSink events) {
    model = start.link().substring(start.link().indexOf('/') + 1);
    words = new TextEvent(more -> written(ResponseParts.text(more)));
    thinking = new TextEvent(more -> written(ResponseParts.thought(more)));
  }

  @Override
  public void piece(Piece piece, EventSink events) {
    if (piece instanceof Piece.ToolArguments more) {
      Optional.ofNullable(underWay.get(more.index()))
          .ifPresent(call -> call.arguments().append(more.json()));
      return;
    }
    endCalls(CallUnderWay::isWhole, events);
    if (piece instanceof Piece.ToolStart start) {
      underWay.put(start.index(), new CallUnderWay(start, new StringBuilder()));
    } else if (piece instanceof Piece.Text text && !text.text().isEmpty()) {
      spoke = true;
      events.event(words.with(text.text()));
    } else if (piece instanceof Piece.Reasoning more && thoughts && !more.thought().isEmpty()) {
      events.event(thinking.with(more.thought()));
    } else if (piece instanceof Piece.State state
        && state.dialect().equals(RequestReader.DIALECT)
        && state.wire().isObject()) {
      write(state.wire(), events);
    }
  }

  /**
   * Google sends no comments, and its SDKs do not expect any: those for Python and Go take one for
   * an error, older ones for JavaScript never come past it.
   */
  @Override
  public Beat beat() {
    return Beat.BEGUN_EVENT;
  }

  @Override
  public void answered(Answer answer, EventSink events) {
    model = answer.model();
    endCalls(call -> true, events);
    if (!spoke && !answer.text().isEmpty()) {
      write(ResponseParts.text(answer.text()), events);
    }
    answer.toolCalls().stream()
        .filter(due -> !calls.contains(due.id()))
        .forEach(due -> write(ResponseParts.call(due), events));
    ObjectNode last = ResponseParts.response(List.of(ResponseParts.text("")));
    ResponseParts.finish(last, answer.finish());
    ResponseParts.usage(last, answer.usage());
    ResponseParts.origin(last, answer.model(), id);
    last.set("xLlm", facts(answer));
    events.event(WireJson.bytes(last));
  }

  @Override
  public void failed(LlmException end, EventSink events) {
    byte[] error = errors.of(Errors.kindOf(end), end);
    events.event(error);
    // Older versions of Google's JavaScript SDK take an error in an event for the end of the
    // answer, and throw only at this.
    events.bare(error);
  }

  /** The facts with names as Google writes them. */
  private static ObjectNode facts(Answer answer) {
    ObjectNode named = WireJson.object();
    for (Map.Entry<String, JsonNode> fact : Facts.of(answer, List.of()).properties()) {
      String name =
          WORD_START.matcher(fact.getKey()).replaceAll(start -> start.group(1).toUpperCase(ROOT));
      named.set(name, fact.getValue());
    }
    return named;
  }

  /**
   * A call comes whole: Google's SDKs take its arguments as an object. Other dialects may send the
   * arguments of several calls side by side.
   */
  private void endCalls(Predicate<CallUnderWay> over, EventSink events) {
    Iterator<CallUnderWay> first = underWay.values().iterator();
    while (first.hasNext()) {
      CallUnderWay call = first.next();
      if (!over.test(call)) {
        return;
      }
      first.remove();
      calls.add(call.start().id());
      write(ResponseParts.call(call.made()), events);
    }
  }

  private void write(JsonNode part, EventSink events) {
    events.event(written(part));
  }

  private byte[] written(JsonNode part) {
    return WireJson.bytes(ResponseParts.origin(ResponseParts.response(List.of(part)), model, id));
  }

  /** A call whose arguments may not be all there. */
  private record CallUnderWay(Piece.ToolStart start, StringBuilder arguments) {
    /** Whether nothing can be added. No arguments yet may mean that they are still to come. */
    boolean isWhole() {
      return WireJson.parse(arguments.toString()).filter(JsonNode::isContainerNode).isPresent();
    }

    ToolCall made() {
      return new ToolCall(start.id(), start.name(), arguments.toString(), start.signature());
    }
  }
}
