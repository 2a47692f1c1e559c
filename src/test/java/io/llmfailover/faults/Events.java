package io.llmfailover.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.upstream.WireReply;
import java.nio.charset.StandardCharsets;

/** Streams of events as OpenAI writes them. */
final class Events {
  /** The model has come to its end. */
  static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  /** The stream has. */
  static final String DONE = "data: [DONE]\n\n";

  private Events() {}

  /** An event with more text. */
  static String text(String words) {
    return "data: " + delta(words) + "\n\n";
  }

  /** The JSON in such an event. */
  static String delta(String words) {
    return "{\"choices\":[{\"delta\":{\"content\":"
        + JsonNodeFactory.instance.textNode(words)
        + "}}]}";
  }

  /** A stream of these bytes, in chunks. */
  static WireReply stream(String... events) {
    return WireReply.status(200)
        .header("Content-Type", "text/event-stream")
        .body(String.join("", events).getBytes(StandardCharsets.UTF_8))
        .chunked();
  }
}
