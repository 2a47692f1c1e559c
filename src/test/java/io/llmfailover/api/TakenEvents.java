package io.llmfailover.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a stream as server-sent events. Written for tests alone and strict: what a client
 * might put up with is an error here.
 *
 * @param all the events in order
 * @param rest what stands behind the last event
 */
record TakenEvents(List<Event> all, String rest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One event; its type is empty when it has none. */
  record Event(String type, String data) {
    JsonNode json() {
      return TakenEvents.json(data);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException wrong) {
      throw new AssertionError("no JSON: " + text, wrong);
    }
  }

  static TakenEvents in(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    require(text.indexOf('\uFFFD') < 0, "bytes that are no UTF-8");
    List<Event> events = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
      String block = text.substring(from, end);
      from = end + 2;
      if (!block.startsWith(":")) {
        events.add(event(block));
      }
    }
    return new TakenEvents(events, text.substring(from));
  }

  private static Event event(String block) {
    String type = "";
    StringBuilder data = new StringBuilder();
    for (String line : block.split("\n", -1)) {
      if (line.startsWith("event: ") && type.isEmpty()) {
        type = line.substring("event: ".length());
      } else if (line.startsWith("data: ") && data.isEmpty()) {
        data.append(line.substring("data: ".length()));
      } else {
        throw new AssertionError("a line of no event: " + line);
      }
    }
    return new Event(type, data.toString());
  }

  /** The events, when nothing stands behind them. */
  List<Event> alone() {
    require(rest.isEmpty(), "bytes behind the last event: " + rest);
    require(!all.isEmpty(), "no event at all");
    return all;
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
