package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** One item of a response's output; it may still grow. Not thread-safe. */
abstract class OutputItem {
  static final String IN_PROGRESS = "in_progress";
  static final String COMPLETED = "completed";

  private final String id;
  private final int index;
  private final StringBuilder content = new StringBuilder();

  /**
   * An item without content yet.
   *
   * @param mark stands before its id
   * @param generation the generation's id
   * @param index its place in the output, from 0
   */
  private OutputItem(String mark, String generation, int index) {
    this.id = mark + "_" + generation + "_" + index;
    this.index = index;
  }

  /** The items of a whole answer. */
  static List<OutputItem> of(Answer answer) {
    List<OutputItem> items = new ArrayList<>();
    if (!answer.reasoning().isEmpty()) {
      items.add(new Reasoning(answer.id(), 0));
      items.get(0).add(answer.reasoning());
    }
    if (!answer.text().isEmpty() || answer.toolCalls().isEmpty()) {
      OutputItem message = new Message(answer.id(), items.size());
      message.add(answer.text());
      items.add(message);
    }
    for (ToolCall asked : answer.toolCalls()) {
      Call call = new Call(answer.id(), items.size(), asked.id(), asked.name(), asked.signature());
      call.add(asked.arguments());
      items.add(call);
    }
    return items;
  }

  /**
   * A whole output.
   *
   * @param status of the last item, where an answer was cut if it was
   */
  static ArrayNode shown(List<OutputItem> items, String status) {
    ArrayNode output = JsonNodeFactory.instance.arrayNode();
    items.forEach(
        item -> output.add(item.shown(output.size() == items.size() - 1 ? status : COMPLETED)));
    return output;
  }

  final String id() {
    return id;
  }

  final int index() {
    return index;
  }

  final void add(String more) {
    content.append(more);
  }

  final String content() {
    return content.toString();
  }

  /**
   * The item as it is now.
   *
   * @param status {@code in_progress}, {@code completed} or {@code incomplete}
   */
  abstract ObjectNode shown(String status);

  ObjectNode head(String type, String status) {
    return empty().put("id", id).put("type", type).put("status", status);
  }

  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What the model says. */
  static final class Message extends OutputItem {
    Message(String generation, int index) {
      super("msg", generation, index);
    }

    /** Its one part, with this text. */
    static ObjectNode part(String text) {
      ObjectNode part = empty().put("type", "output_text").put("text", text);
      part.putArray("annotations");
      part.putArray("logprobs");
      return part;
    }

    @Override
    ObjectNode shown(String status) {
      ObjectNode item = head("message", status).put("role", "assistant");
      ArrayNode parts = item.putArray("content");
      if (!status.equals(IN_PROGRESS)) {
        parts.add(part(content()));
      }
      return item;
    }
  }

  /** What the model thinks aloud; SDKs show it where a summary would stand. */
  static final class Reasoning extends OutputItem {
    Reasoning(String generation, int index) {
      super("rs", generation, index);
    }

    /** Its one part, with this text. */
    static ObjectNode part(String text) {
      return empty().put("type", "summary_text").put("text", text);
    }

    @Override
    ObjectNode shown(String status) {
      ObjectNode item = head("reasoning", status);
      ArrayNode parts = item.putArray("summary");
      if (!status.equals(IN_PROGRESS)) {
        parts.add(part(content()));
      }
      return item;
    }
  }

  /** A tool the model wants called. */
  static final class Call extends OutputItem {
    private final String callId;
    private final String name;
    private final String signature;

    Call(String generation, int index, String callId, String name, String signature) {
      super("fc", generation, index);
      this.callId = callId;
      this.name = name;
      this.signature = signature;
    }

    String name() {
      return name;
    }

    @Override
    ObjectNode shown(String status) {
      ObjectNode item =
          head("function_call", status)
              .put("call_id", callId)
              .put("name", name)
              .put("arguments", content());
      ToolSignature.write(signature, item);
      return item;
    }
  }
}
