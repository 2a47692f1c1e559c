package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts chunks together as OpenAI's SDKs do: texts are joined, tool calls found by their index. */
final class AssembledChat {
  private AssembledChat() {}

  /** The one choice, without its index. */
  static ObjectNode of(List<JsonNode> chunks) {
    StringBuilder content = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    ObjectNode choice = JsonNodeFactory.instance.objectNode();
    ObjectNode message = choice.putObject("message");
    choice.putNull("logprobs");
    for (JsonNode chunk : chunks) {
      JsonNode delta = chunk.at("/choices/0/delta");
      if (delta.has("role")) {
        message.set("role", delta.get("role"));
      }
      content.append(delta.path("content").asText());
      reasoning.append(delta.path("reasoning_content").asText());
      delta.path("tool_calls").forEach(call -> add(call, calls));
      choice.set("finish_reason", chunk.at("/choices/0/finish_reason"));
    }
    message.put("content", content.toString());
    message.putNull("refusal");
    message.put("reasoning_content", reasoning.toString());
    message.set("tool_calls", calls);
    return choice;
  }

  private static void add(JsonNode delta, ArrayNode calls) {
    int index = delta.get("index").asInt();
    if (index == calls.size()) {
      ObjectNode call = delta.deepCopy();
      call.remove("index");
      calls.add(call);
      return;
    }
    ObjectNode function = (ObjectNode) calls.get(index).get("function");
    function.put(
        "arguments", function.get("arguments").asText() + delta.at("/function/arguments").asText());
  }
}
