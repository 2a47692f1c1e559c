package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.ToolCall;
import io.llmfailover.Verbatim;
import java.util.List;

/**
 * Writes a whole chat completion. Where the provider answered in this dialect its own words stay,
 * with what this module made of them put over them.
 */
final class ChatAnswer {
  /** Stands before a generation's id. */
  static final String ID_MARK = "chatcmpl-";

  private ChatAnswer() {}

  /**
   * The completion.
   *
   * @param created seconds since 1970, where the provider does not say
   */
  static ObjectNode of(Answer answer, long created) {
    ObjectNode own =
        answer
            .verbatim()
            .filter(whole -> whole.dialect().equals(ChatReader.DIALECT))
            .map(Verbatim::body)
            .map(ChatAnswer::copy)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    if (textOf(own, "id").isBlank()) {
      own.put("id", ID_MARK + answer.id());
    }
    own.put("object", "chat.completion");
    if (!own.path("created").isIntegralNumber()) {
      own.put("created", created);
    }
    if (textOf(own, "model").isBlank()) {
      own.put("model", answer.model());
    }
    ObjectNode choice = choice(answer, copy(own.path("choices").path(0)));
    own.putArray("choices").add(choice);
    if (answer.usage().known()) {
      ObjectNode usage = own.path("usage").deepCopy() instanceof ObjectNode told ? told : empty();
      UsageShape.CHAT.write(answer.usage(), usage);
      own.set("usage", usage);
    }
    return own;
  }

  private static ObjectNode choice(Answer answer, ObjectNode choice) {
    choice.put("index", 0);
    choice.set("message", message(answer, copy(choice.path("message"))));
    if (!choice.has("logprobs")) {
      choice.putNull("logprobs");
    }
    return choice.put("finish_reason", answer.finish().code());
  }

  private static ObjectNode message(Answer answer, ObjectNode message) {
    message.put("role", "assistant");
    if (answer.text().isEmpty() && !answer.toolCalls().isEmpty()) {
      message.putNull("content");
    } else {
      keep(message, "content", answer.text());
    }
    if (!message.has("refusal")) {
      message.putNull("refusal");
    }
    if (!answer.reasoning().isEmpty() && !message.has("reasoning")) {
      message.put("reasoning_content", answer.reasoning());
    }
    ArrayNode calls = toolCalls(answer.toolCalls(), message.path("tool_calls"));
    message.remove("tool_calls");
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    return message;
  }

  /** Where it says this already it stays as it is: a long text is not written anew then. */
  private static void keep(ObjectNode message, String field, String text) {
    if (!text.equals(message.path(field).textValue())) {
      message.put(field, text);
    }
  }

  private static ArrayNode toolCalls(List<ToolCall> calls, JsonNode told) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      boolean same = textOf(told.path(i), "id").equals(call.id());
      ObjectNode one = same ? copy(told.get(i)) : empty();
      one.put("id", call.id()).put("type", "function");
      one.set("function", empty().put("name", call.name()).put("arguments", call.arguments()));
      ToolSignature.write(call.signature(), one);
      all.add(one);
    }
    return all;
  }

  /** The text of a field; empty for anything else. */
  private static String textOf(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isTextual() ? value.textValue() : "";
  }

  /** A copy of the object's own fields, whose values are shared; an empty object for no object. */
  private static ObjectNode copy(JsonNode node) {
    return node instanceof ObjectNode object ? empty().setAll(object) : empty();
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
