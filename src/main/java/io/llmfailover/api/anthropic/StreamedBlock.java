package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One content block on its way. What is added while it waits for its turn is held. */
final class StreamedBlock {
  private final ObjectNode start;
  private final ArgumentsEnd arguments = new ArgumentsEnd();
  private final List<ObjectNode> held = new ArrayList<>();
  private boolean over;

  /**
   * @param start the block as it is before anything was added
   */
  StreamedBlock(ObjectNode start) {
    this.start = start;
  }

  ObjectNode start() {
    return start;
  }

  /** Whether more of this kind may be added. */
  boolean takes(String type) {
    return !over && is(type);
  }

  /** Nothing more is added. */
  void end() {
    over = true;
  }

  boolean over() {
    return over;
  }

  /** Whether the next block may begin: a tool call waits for the end of its arguments. */
  boolean mayClose() {
    return over || !is("tool_use") || arguments.reached();
  }

  /** Notes a part of a tool call's arguments. */
  void readArguments(String json) {
    arguments.read(json);
  }

  void hold(ObjectNode delta) {
    held.add(delta);
  }

  List<ObjectNode> held() {
    return held;
  }

  static StreamedBlock text() {
    return new StreamedBlock(of("text").put("text", ""));
  }

  static StreamedBlock thinking() {
    return new StreamedBlock(of("thinking").put("thinking", "").put("signature", ""));
  }

  private static ObjectNode of(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private boolean is(String type) {
    return start.path("type").asText().equals(type);
  }
}
