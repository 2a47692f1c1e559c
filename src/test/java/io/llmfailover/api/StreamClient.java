package io.llmfailover.api;

import static io.llmfailover.api.TakenEvents.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.TakenEvents.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Clients of the surfaces. Each reads the bytes of one stream as its vendor's SDK does, knows
 * nothing of how they are written, and throws an {@link AssertionError} at what is not in the
 * surface's grammar: no terminal event, two of them, anything behind it.
 */
enum StreamClient {
  NATIVE {
    @Override
    TakenStream read(byte[] bytes) {
      StringBuilder text = new StringBuilder();
      int restarts = 0;
      List<Event> events = TakenEvents.in(bytes).alone();
      Event last = events.get(events.size() - 1);
      for (Event event : events.subList(0, events.size() - 1)) {
        switch (event.type()) {
          case "piece" -> {
            require(event.json().size() == 1, "a piece of more than text: " + event.data());
            text.append(said(event.json().path("text")));
          }
          case "restart" -> {
            require(!text.isEmpty() || restarts == 0, "a restart of nothing");
            text.setLength(0);
            restarts++;
          }
          default -> throw new AssertionError(event.type() + " before the end");
        }
      }
      if (last.type().equals("error")) {
        require(last.json().path("error").isObject(), "an error without error");
        return new TakenStream(text.toString(), false, List.of(), restarts);
      }
      require(last.type().equals("answer"), "the end is " + last.type());
      JsonNode answer = last.json();
      require(
          answer.path("text").asText().contentEquals(text),
          "pieces make '" + text + "' but the answer is '" + answer.path("text").asText() + "'");
      List<String> calls = new ArrayList<>();
      answer
          .path("toolCalls")
          .forEach(call -> calls.add(call(call.path("name"), call.path("arguments"))));
      return new TakenStream(text.toString(), true, calls, restarts);
    }
  },

  CHAT {
    @Override
    TakenStream read(byte[] bytes) {
      StringBuilder text = new StringBuilder();
      Map<Integer, ObjectNode> calls = new TreeMap<>();
      Set<String> ids = new HashSet<>();
      boolean finished = false;
      List<Event> events = TakenEvents.in(bytes).alone();
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        boolean last = i == events.size() - 1;
        require(event.type().isEmpty(), "a chunk of type " + event.type());
        if (event.data().equals("[DONE]")) {
          require(last && finished, "[DONE] before the end");
          return TakenStream.whole(text.toString(), named(calls));
        }
        JsonNode chunk = event.json();
        if (chunk.has("error")) {
          require(last, "chunks behind an error");
          require(!finished, "an error behind the finish reason");
          return TakenStream.broken(text.toString(), List.of());
        }
        require(chunk.path("object").asText().equals("chat.completion.chunk"), "no chunk");
        ids.add(chunk.path("id").asText());
        require(ids.size() == 1, "two ids");
        for (JsonNode choice : chunk.path("choices")) {
          JsonNode delta = choice.path("delta");
          require(choice.path("index").asInt(-1) == 0, "another choice");
          require(i > 0 || delta.path("role").asText().equals("assistant"), "no role");
          require(!finished, "a choice behind the finish reason");
          if (delta.hasNonNull("content")) {
            text.append(delta.path("content").textValue());
          }
          delta.path("tool_calls").forEach(call -> add(call, calls));
          finished = choice.hasNonNull("finish_reason");
        }
      }
      throw new AssertionError("neither [DONE] nor an error");
    }

    private void add(JsonNode delta, Map<Integer, ObjectNode> calls) {
      int index = delta.path("index").asInt(-1);
      ObjectNode call = calls.get(index);
      if (call == null) {
        require(index == calls.size() && delta.hasNonNull("id"), "a call out of order");
        calls.put(index, (ObjectNode) delta.path("function").deepCopy());
      } else {
        require(!delta.has("id"), "a call begun twice");
        String more = said(delta.path("function").path("arguments"));
        call.put("arguments", call.path("arguments").asText() + more);
      }
    }

    private List<String> named(Map<Integer, ObjectNode> calls) {
      return calls.values().stream()
          .map(call -> call(call.path("name"), call.path("arguments")))
          .toList();
    }
  },

  RESPONSES {
    @Override
    TakenStream read(byte[] bytes) {
      Map<Integer, StringBuilder> said = new TreeMap<>();
      Map<Integer, JsonNode> open = new TreeMap<>();
      Map<Integer, JsonNode> done = new TreeMap<>();
      List<Event> events = TakenEvents.in(bytes).alone();
      for (int i = 0; i < events.size(); i++) {
        JsonNode event = events.get(i).json();
        String type = event.path("type").asText();
        boolean last = i == events.size() - 1;
        require(type.equals(events.get(i).type()), "event " + events.get(i).type() + " is " + type);
        require(event.path("sequence_number").asInt(-1) == i, "sequence number at " + i);
        require(i != 0 || type.equals("response.created") || last, "begins with " + type);
        int item = event.path("output_index").asInt(-1);
        switch (type) {
          case "response.created", "response.in_progress" -> require(i < 2, type + " at " + i);
          case "response.output_item.added" -> {
            require(item == said.size(), "item " + item + " after " + said.size());
            said.put(item, new StringBuilder());
            open.put(item, event.path("item"));
          }
          case "response.output_text.delta", "response.function_call_arguments.delta" -> {
            require(open.containsKey(item), "a delta for no open item");
            require(open.get(item).path("id").equals(event.path("item_id")), "a delta for another");
            said.get(item).append(said(event.path("delta")));
          }
          case "response.output_text.done" ->
              require(event.path("text").asText().contentEquals(said.get(item)), "other text");
          case "response.function_call_arguments.done" ->
              require(
                  event.path("arguments").asText().contentEquals(said.get(item)), "other words");
          case "response.content_part.added", "response.content_part.done" ->
              require(open.containsKey(item), "a part of no open item");
          case "response.output_item.done" -> {
            require(open.remove(item) != null, "the end of no open item");
            done.put(item, event.path("item"));
          }
          case "error" -> {
            require(last, "events behind an error");
            require(event.path("error").path("message").isTextual(), "an error without words");
            return TakenStream.broken(text(said, open, done), calls(done));
          }
          case "response.completed" -> {
            require(last, "events behind the end");
            require(open.isEmpty(), "items left open");
            JsonNode response = event.path("response");
            require(response.path("status").asText().equals("completed"), "not completed");
            require(
                List.copyOf(done.values())
                    .equals(new ArrayList<>(elements(response.path("output")))),
                "the response holds other items than the events");
            return TakenStream.whole(text(said, open, done), calls(done));
          }
          default -> throw new AssertionError("unexpected " + type);
        }
      }
      throw new AssertionError("no terminal event");
    }

    private List<JsonNode> elements(JsonNode array) {
      List<JsonNode> all = new ArrayList<>();
      array.forEach(all::add);
      return all;
    }

    private String text(
        Map<Integer, StringBuilder> said,
        Map<Integer, JsonNode> open,
        Map<Integer, JsonNode> done) {
      StringBuilder text = new StringBuilder();
      said.forEach(
          (index, words) -> {
            JsonNode item = done.getOrDefault(index, open.get(index));
            if (item.path("type").asText().equals("message")) {
              text.append(words);
              require(
                  !done.containsKey(index)
                      || item.at("/content/0/text").asText().contentEquals(words),
                  "the item holds other text than its deltas");
            }
          });
      return text.toString();
    }

    private List<String> calls(Map<Integer, JsonNode> done) {
      return done.values().stream()
          .filter(item -> item.path("type").asText().equals("function_call"))
          .map(item -> call(item.path("name"), item.path("arguments")))
          .toList();
    }
  },

  ANTHROPIC {
    @Override
    TakenStream read(byte[] bytes) {
      StringBuilder text = new StringBuilder();
      StringBuilder input = new StringBuilder();
      List<String> calls = new ArrayList<>();
      JsonNode open = null;
      int blocks = 0;
      boolean stopped = false;
      List<Event> events = TakenEvents.in(bytes).alone();
      for (int i = 0; i < events.size(); i++) {
        JsonNode event = events.get(i).json();
        String type = event.path("type").asText();
        boolean last = i == events.size() - 1;
        require(type.equals(events.get(i).type()), "event " + events.get(i).type() + " is " + type);
        require((i == 0) == type.equals("message_start") || last, "message_start at " + i);
        require(!stopped || last, type + " behind the stop reason");
        switch (type) {
          case "message_start" ->
              require(event.at("/message/content").isEmpty(), "begun with content");
          case "ping" -> require(i > 0, "ping before the message");
          case "content_block_start" -> {
            require(open == null, "two open blocks");
            require(event.path("index").asInt(-1) == blocks++, "index");
            open = event.path("content_block");
            input.setLength(0);
          }
          case "content_block_delta" -> {
            require(open != null && event.path("index").asInt(-1) == blocks - 1, "no such block");
            JsonNode delta = event.path("delta");
            boolean words = delta.path("type").asText().equals("text_delta");
            require(
                open.path("type").asText().equals(words ? "text" : "tool_use"),
                delta + " in " + open);
            (words ? text : input).append(said(delta.path(words ? "text" : "partial_json")));
          }
          case "content_block_stop" -> {
            require(open != null && event.path("index").asInt(-1) == blocks - 1, "no such block");
            if (open.path("type").asText().equals("tool_use")) {
              calls.add(open.path("name").asText() + " " + TakenEvents.json(input.toString()));
            }
            open = null;
          }
          case "message_delta" -> {
            require(open == null, "message_delta inside a block");
            require(event.at("/delta/stop_reason").isTextual(), "no stop reason");
            stopped = true;
          }
          case "message_stop" -> {
            require(last && stopped, "message_stop before the end");
            return TakenStream.whole(text.toString(), calls);
          }
          case "error" -> {
            require(last && !stopped, "events around an error");
            require(event.at("/error/type").isTextual(), "an error without type");
            return TakenStream.broken(text.toString(), calls);
          }
          default -> throw new AssertionError("unexpected " + type);
        }
      }
      throw new AssertionError("no terminal event");
    }
  },

  GEMINI {
    @Override
    TakenStream read(byte[] bytes) {
      StringBuilder text = new StringBuilder();
      List<String> calls = new ArrayList<>();
      TakenEvents taken = TakenEvents.in(bytes);
      List<Event> events = taken.all();
      for (int i = 0; i < events.size(); i++) {
        JsonNode response = events.get(i).json();
        boolean last = i == events.size() - 1;
        require(events.get(i).type().isEmpty(), "an event of a type");
        if (response.has("error")) {
          require(last, "events behind an error");
          // Blanks before the event's JSON are beats of a silent stream.
          String error = events.get(i).data().strip();
          require(taken.rest().equals(error + "\n"), "not the error bare");
          return TakenStream.broken(text.toString(), calls);
        }
        require(response.path("candidates").size() == 1, "not one candidate");
        JsonNode candidate = response.at("/candidates/0");
        for (JsonNode part : candidate.at("/content/parts")) {
          text.append(part.path("text").asText());
          if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            calls.add(call.path("name").asText() + " " + call.path("args"));
          }
        }
        if (candidate.has("finishReason")) {
          require(last, "events behind the finish reason");
          taken.alone();
          return TakenStream.whole(text.toString(), calls);
        }
      }
      throw new AssertionError("neither a finish reason nor an error");
    }
  };

  /** What the client has when it has read all. */
  abstract TakenStream read(byte[] bytes);

  private static String said(JsonNode words) {
    require(words.isTextual() && !words.asText().isEmpty(), "no words: " + words);
    return words.asText();
  }

  /** Arguments come as text or as JSON; here they must be JSON. */
  private static String call(JsonNode name, JsonNode arguments) {
    JsonNode read = arguments.isTextual() ? TakenEvents.json(arguments.asText()) : arguments;
    return name.asText() + " " + read;
  }
}
