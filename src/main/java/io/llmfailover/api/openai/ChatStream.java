package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Original;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Errors;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.TextEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes one stream of chat completion chunks. */
final class ChatStream implements StreamWriter {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final String id;
  private final long created;
  private final boolean usageWanted;
  private final List<String> leftOut;
  private final Set<Integer> callsWithoutArguments = new TreeSet<>();
  private String model = "";

  // Written when the model is known.
  private TextEvent words;
  private TextEvent thoughts;

  /**
   * A stream of the generation {@code id}.
   *
   * @param created seconds since 1970
   */
  ChatStream(Asked asked, String id, long created) {
    this.id = id;
    this.created = created;
    ObjectNode body = asked.prompt().original().map(Original::body).orElseGet(ChatStream::empty);
    this.usageWanted = body.path("stream_options").path("include_usage").asBoolean();
    this.leftOut =
        asked.prompt().original().filter(told -> told.onlyThere().contains("logprobs")).isPresent()
            ? List.of("logprobs are not part of streams here.")
            : List.of();
  }

  @Override
  public void started(StreamStart start, EventSink events) {
    model = start.link().substring(start.link().indexOf('/') + 1);
    words = new TextEvent(more -> written(empty().put("content", more)));
    thoughts = new TextEvent(more -> written(empty().put("reasoning_content", more)));
    delta(empty().put("role", "assistant").put("content", ""), events);
  }

  @Override
  public void piece(Piece piece, EventSink events) {
    if (piece instanceof Piece.Text text) {
      events.event(words.with(text.text()));
    } else if (piece instanceof Piece.Reasoning reasoning) {
      events.event(thoughts.with(reasoning.thought()));
    } else if (piece instanceof Piece.ToolStart start) {
      toolStart(start, events);
    } else if (piece instanceof Piece.ToolArguments more) {
      if (!more.json().isBlank()) {
        callsWithoutArguments.remove(more.index());
      }
      arguments(more.index(), more.json(), events);
    }
  }

  private void toolStart(Piece.ToolStart start, EventSink events) {
    callsWithoutArguments.add(start.index());
    ObjectNode call =
        empty().put("index", start.index()).put("id", start.id()).put("type", "function");
    call.putObject("function").put("name", start.name()).put("arguments", "");
    ToolSignature.write(start.signature(), call);
    toolCall(call, events);
  }

  private void arguments(int index, String json, EventSink events) {
    ObjectNode call = empty().put("index", index);
    call.putObject("function").put("arguments", json);
    toolCall(call, events);
  }

  private void toolCall(ObjectNode call, EventSink events) {
    ObjectNode delta = empty();
    delta.putArray("tool_calls").add(call);
    delta(delta, events);
  }

  @Override
  public void answered(Answer answer, EventSink events) {
    // No arguments is not JSON, which callers parse.
    callsWithoutArguments.forEach(index -> arguments(index, "{}", events));
    model = answer.model();
    ObjectNode last = chunk();
    choice(last, empty()).put("finish_reason", answer.finish().code());
    last.set(Facts.NAME, Facts.of(answer, leftOut));
    events.event(Json.write(last));
    if (usageWanted && answer.usage().known()) {
      ObjectNode counted = chunk();
      counted.putArray("choices");
      UsageShape.CHAT.write(answer.usage(), counted.putObject("usage"));
      events.event(Json.write(counted));
    }
    events.event(DONE);
  }

  /** No {@code [DONE]} follows: it would say that the answer is whole. */
  @Override
  public void failed(LlmException end, EventSink events) {
    ObjectNode body = OpenAiErrors.body(Errors.kindOf(end), end);
    body.set(Facts.NAME, Facts.of(id, end));
    events.event(Json.write(body));
  }

  private void delta(ObjectNode delta, EventSink events) {
    events.event(written(delta));
  }

  private byte[] written(ObjectNode delta) {
    ObjectNode chunk = chunk();
    choice(chunk, delta).putNull("finish_reason");
    return Json.write(chunk);
  }

  private static ObjectNode choice(ObjectNode chunk, ObjectNode delta) {
    ArrayNode choices = chunk.putArray("choices");
    ObjectNode choice = choices.addObject().put("index", 0);
    choice.set("delta", delta);
    return choice.putNull("logprobs");
  }

  private ObjectNode chunk() {
    ObjectNode chunk =
        empty()
            .put("id", ChatAnswer.ID_MARK + id)
            .put("object", "chat.completion.chunk")
            .put("created", created)
            .put("model", model);
    return usageWanted ? chunk.putNull("usage") : chunk;
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
