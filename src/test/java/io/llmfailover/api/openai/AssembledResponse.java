package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts events together from deltas alone; what the {@code done} events say must agree. */
final class AssembledResponse {
  private final Map<Integer, ObjectNode> items = new TreeMap<>();
  private final Map<Integer, StringBuilder> contents = new TreeMap<>();

  private AssembledResponse() {}

  /** The output. */
  static ArrayNode of(List<JsonNode> events) {
    AssembledResponse assembled = new AssembledResponse();
    events.forEach(assembled::take);
    ArrayNode output = JsonNodeFactory.instance.arrayNode();
    assembled.items.values().forEach(output::add);
    return output;
  }

  private void take(JsonNode event) {
    int index = event.path("output_index").asInt();
    switch (event.get("type").asText()) {
      case "response.output_item.added" -> {
        if (index != items.size()) {
          throw new AssertionError("item " + index + " after " + items.size());
        }
        items.put(index, event.get("item").deepCopy());
        contents.put(index, new StringBuilder());
      }
      case "response.content_part.added" -> part(index, "content", event);
      case "response.reasoning_summary_part.added" -> part(index, "summary", event);
      case "response.output_text.delta",
          "response.reasoning_summary_text.delta",
          "response.function_call_arguments.delta" ->
          contents.get(index).append(event.get("delta").asText());
      case "response.output_text.done", "response.reasoning_summary_text.done" ->
          agree(index, event.get("text").asText());
      case "response.function_call_arguments.done" -> agree(index, event.get("arguments").asText());
      case "response.output_item.done" -> done(index, event.get("item"));
      default -> {
        // Says nothing that is not said elsewhere.
      }
    }
  }

  private void part(int index, String name, JsonNode event) {
    ((ArrayNode) items.get(index).get(name)).add(event.get("part").deepCopy());
  }

  private void agree(int index, String whole) {
    if (!contents.get(index).toString().equals(whole)) {
      throw new AssertionError("deltas " + contents.get(index) + " but done " + whole);
    }
  }

  private void done(int index, JsonNode done) {
    ObjectNode item = items.get(index);
    String content = contents.get(index).toString();
    item.set("status", done.get("status"));
    switch (item.get("type").asText()) {
      case "message" -> ((ObjectNode) item.at("/content/0")).put("text", content);
      case "reasoning" -> ((ObjectNode) item.at("/summary/0")).put("text", content);
      default -> item.put("arguments", content);
    }
    if (!item.equals(done)) {
      throw new AssertionError("deltas make " + item + " but done says " + done);
    }
  }
}
