package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.api.Errors;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one stream of response events. What is said and what is thought take turns as items; tool
 * calls stay open until the end, because their arguments may come side by side.
 */
final class ResponsesStream implements StreamWriter {
  private final ResponseObject response;
  private final List<OutputItem> items = new ArrayList<>();
  private final Map<Integer, OutputItem.Call> calls = new LinkedHashMap<>();
  private OutputItem speaking;
  private int sent;

  /** A stream of this response. */
  ResponsesStream(ResponseObject response) {
    this.response = response;
  }

  @Override
  public void started(StreamStart start, EventSink sink) {
    ObjectNode begun = response.begun(start.link().substring(start.link().indexOf('/') + 1));
    for (String type : List.of("response.created", "response.in_progress")) {
      ObjectNode event = event(type);
      event.set("response", begun);
      send(event, sink);
    }
  }

  @Override
  public void piece(Piece piece, EventSink sink) {
    if (piece instanceof Piece.Text text) {
      text(text.text(), sink);
    } else if (piece instanceof Piece.Reasoning reasoning) {
      thought(reasoning.thought(), sink);
    } else if (piece instanceof Piece.ToolStart start) {
      endTurn(OutputItem.COMPLETED, sink);
      OutputItem.Call call =
          new OutputItem.Call(
              response.id(), items.size(), start.id(), start.name(), start.signature());
      calls.put(start.index(), call);
      open(call, sink);
    } else if (piece instanceof Piece.ToolArguments more) {
      Optional.ofNullable(calls.get(more.index()))
          .ifPresent(call -> arguments(call, more.json(), sink));
    }
  }

  private void text(String more, EventSink sink) {
    if (!(speaking instanceof OutputItem.Message)) {
      endTurn(OutputItem.COMPLETED, sink);
      speaking = new OutputItem.Message(response.id(), items.size());
      open(speaking, sink);
      ObjectNode added = of("response.content_part.added", speaking).put("content_index", 0);
      added.set("part", OutputItem.Message.part(""));
      send(added, sink);
    }
    speaking.add(more);
    ObjectNode delta = of("response.output_text.delta", speaking).put("content_index", 0);
    delta.put("delta", more).putArray("logprobs");
    send(delta, sink);
  }

  private void thought(String more, EventSink sink) {
    if (!(speaking instanceof OutputItem.Reasoning)) {
      endTurn(OutputItem.COMPLETED, sink);
      speaking = new OutputItem.Reasoning(response.id(), items.size());
      open(speaking, sink);
      ObjectNode added =
          of("response.reasoning_summary_part.added", speaking).put("summary_index", 0);
      added.set("part", OutputItem.Reasoning.part(""));
      send(added, sink);
    }
    speaking.add(more);
    send(
        of("response.reasoning_summary_text.delta", speaking)
            .put("summary_index", 0)
            .put("delta", more),
        sink);
  }

  private void arguments(OutputItem.Call call, String more, EventSink sink) {
    call.add(more);
    send(of("response.function_call_arguments.delta", call).put("delta", more), sink);
  }

  private void open(OutputItem item, EventSink sink) {
    items.add(item);
    ObjectNode added = event("response.output_item.added").put("output_index", item.index());
    added.set("item", item.shown(OutputItem.IN_PROGRESS));
    send(added, sink);
  }

  /** Ends what is being said or thought, if anything is. */
  private void endTurn(String status, EventSink sink) {
    if (speaking instanceof OutputItem.Message message) {
      ObjectNode done = of("response.output_text.done", message).put("content_index", 0);
      done.put("text", message.content()).putArray("logprobs");
      send(done, sink);
      ObjectNode part = of("response.content_part.done", message).put("content_index", 0);
      part.set("part", OutputItem.Message.part(message.content()));
      send(part, sink);
      close(message, status, sink);
    } else if (speaking instanceof OutputItem.Reasoning thoughts) {
      send(
          of("response.reasoning_summary_text.done", thoughts)
              .put("summary_index", 0)
              .put("text", thoughts.content()),
          sink);
      ObjectNode part =
          of("response.reasoning_summary_part.done", thoughts).put("summary_index", 0);
      part.set("part", OutputItem.Reasoning.part(thoughts.content()));
      send(part, sink);
      close(thoughts, status, sink);
    }
    speaking = null;
  }

  private void close(OutputItem item, String status, EventSink sink) {
    ObjectNode done = event("response.output_item.done").put("output_index", item.index());
    done.set("item", item.shown(status));
    send(done, sink);
  }

  @Override
  public void answered(Answer answer, EventSink sink) {
    String status = ResponseObject.status(answer);
    endTurn(status, sink);
    for (OutputItem.Call call : calls.values()) {
      if (call.content().isBlank()) {
        // No arguments is not JSON, which callers parse.
        arguments(call, "{}", sink);
      }
      send(
          of("response.function_call_arguments.done", call)
              .put("name", call.name())
              .put("arguments", call.content()),
          sink);
      boolean last = call.index() == items.size() - 1;
      close(call, last ? status : OutputItem.COMPLETED, sink);
    }
    ObjectNode last = event("response." + status);
    last.set("response", response.ended(answer, OutputItem.shown(items, status)));
    last.set(Facts.NAME, Facts.of(answer, List.of()));
    send(last, sink);
  }

  /**
   * An {@code error} event as OpenAI documents it, and besides what it really sends: SDKs throw
   * where they find an {@code error} member, some of them only there.
   */
  @Override
  public void failed(LlmException end, EventSink sink) {
    ObjectNode body = OpenAiErrors.body(Errors.kindOf(end), end);
    ObjectNode event = event("error");
    for (String name : List.of("code", "message", "param")) {
      event.set(name, body.path("error").path(name));
    }
    event.setAll(body);
    event.set(Facts.NAME, Facts.of(response.id(), end));
    send(event, sink);
  }

  private ObjectNode of(String type, OutputItem item) {
    return event(type).put("item_id", item.id()).put("output_index", item.index());
  }

  private ObjectNode event(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("sequence_number", sent++);
  }

  private static void send(ObjectNode event, EventSink sink) {
    sink.event(event.get("type").textValue(), Json.write(event));
  }
}
