package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.api.EventSink;
import io.llmfailover.provider.DialectCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps events as they would stand on the wire. */
final class RecordedEvents implements EventSink {
  private final List<String> types = new ArrayList<>();
  private final List<String> data = new ArrayList<>();

  @Override
  public void event(String type, byte[] sent) {
    types.add(type);
    data.add(new String(sent, StandardCharsets.UTF_8));
  }

  List<String> types() {
    return types;
  }

  /** The data of each, with single quotes for double ones. */
  List<String> data() {
    return data.stream().map(one -> one.replace('"', '\'')).toList();
  }

  /** The JSON of each that is some. */
  List<JsonNode> json() {
    return data.stream().filter(one -> one.startsWith("{")).map(Sent::parsed).toList();
  }

  /** Reads and writes test JSON. */
  static final class Sent {
    private Sent() {}

    static JsonNode parsed(String json) {
      return io.llmfailover.api.Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A body from JSON with single quotes for double ones. */
    static byte[] body(String json) {
      return DialectCall.json(json).toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
