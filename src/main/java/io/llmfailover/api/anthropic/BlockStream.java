package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Piece;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Json;
import io.llmfailover.api.TextEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes the content of one streamed message. Anthropic has one block open at a time, with a new
 * index each; other dialects may mix the arguments of several tool calls. So a block that begins
 * before the one ahead is complete waits, and what is added to it is held.
 */
final class BlockStream {
  private static final String DELTA = "content_block_delta";

  /** Not closed yet, in order; the first is open. */
  private final Deque<StreamedBlock> blocks = new ArrayDeque<>();

  private final Map<Integer, StreamedBlock> calls = new HashMap<>();
  private int index;

  private TextEvent adding;
  private String addingType = "";
  private int addingIndex;

  void text(String words, EventSink events) {
    if (!words.isEmpty()) {
      add(last("text", StreamedBlock::text, events), "text_delta", "text", words, events);
    }
  }

  void thinking(String thought, EventSink events) {
    if (!thought.isEmpty()) {
      StreamedBlock block = last("thinking", StreamedBlock::thinking, events);
      add(block, "thinking_delta", "thinking", thought, events);
    }
  }

  /** The signature of the thinking just written; where it was not shown, of a block of its own. */
  void signed(JsonNode thinking, EventSink events) {
    String thought = thinking.path("thinking").asText();
    if (blocks.isEmpty() || !blocks.peekLast().takes("thinking")) {
      begin(StreamedBlock.thinking(), events);
      thinking(thought, events);
    }
    StreamedBlock block = blocks.peekLast();
    String signature = thinking.path("signature").asText();
    add(block, "signature_delta", "signature", signature, events);
    block.end();
    advance(events);
  }

  /** A block that comes as a whole. */
  void whole(ObjectNode wire, EventSink events) {
    StreamedBlock block = new StreamedBlock(wire);
    block.end();
    begin(block, events);
  }

  void tool(Piece.ToolStart call, EventSink events) {
    StreamedBlock block = new StreamedBlock(ToolUse.begun(call.id(), call.name()));
    calls.put(call.index(), block);
    begin(block, events);
  }

  void arguments(Piece.ToolArguments more, EventSink events) {
    StreamedBlock block = calls.get(more.index());
    // What follows a closed call is no part of its arguments: they were complete.
    if (block != null && blocks.contains(block) && !more.json().isEmpty()) {
      block.readArguments(more.json());
      add(block, "input_json_delta", "partial_json", more.json(), events);
      advance(events);
    }
  }

  /** Nothing more comes: closes what is open and writes what is held. */
  void end(EventSink events) {
    blocks.forEach(StreamedBlock::end);
    advance(events);
  }

  private StreamedBlock last(String type, Supplier<StreamedBlock> made, EventSink events) {
    if (blocks.isEmpty() || !blocks.peekLast().takes(type)) {
      begin(made.get(), events);
    }
    return blocks.peekLast();
  }

  private void begin(StreamedBlock block, EventSink events) {
    blocks.addLast(block);
    if (blocks.size() == 1) {
      open(events);
    }
    advance(events);
  }

  private void add(StreamedBlock block, String type, String name, String more, EventSink events) {
    if (block == blocks.peekFirst()) {
      events.event(DELTA, adding(type, name).with(more));
    } else {
      block.hold(delta(type, name, more));
    }
  }

  /** Most of what is said is more of the same. */
  private TextEvent adding(String type, String name) {
    if (addingIndex != index || !type.equals(addingType)) {
      int here = index;
      adding =
          new TextEvent(
              more -> Json.write(event(DELTA, here).set("delta", delta(type, name, more))));
      addingIndex = index;
      addingType = type;
    }
    return adding;
  }

  private void advance(EventSink events) {
    while (!blocks.isEmpty() && closesNow(blocks.peekFirst())) {
      send(event("content_block_stop"), events);
      blocks.removeFirst();
      index++;
      if (!blocks.isEmpty()) {
        open(events);
      }
    }
  }

  private boolean closesNow(StreamedBlock first) {
    return first.over() || blocks.size() > 1 && first.mayClose();
  }

  private void open(EventSink events) {
    StreamedBlock block = blocks.getFirst();
    send(event("content_block_start", "content_block", block.start()), events);
    block.held().forEach(delta -> send(event(DELTA, "delta", delta), events));
    block.held().clear();
  }

  private ObjectNode event(String type, String name, ObjectNode value) {
    ObjectNode event = event(type);
    event.set(name, value);
    return event;
  }

  private ObjectNode event(String type) {
    return event(type, index);
  }

  private static ObjectNode event(String type, int index) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("index", index);
  }

  private static ObjectNode delta(String type, String name, String value) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put(name, value);
  }

  private static void send(ObjectNode event, EventSink events) {
    events.event(event.path("type").asText(), Json.write(event));
  }
}
