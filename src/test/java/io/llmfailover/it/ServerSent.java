package io.llmfailover.it;

import io.llmfailover.upstream.WireReply;
import java.nio.charset.StandardCharsets;

/** Streams of events as OpenAI sends them. */
final class ServerSent {
  /** The model has come to its end, and the stream too. */
  static final String END =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  private ServerSent() {}

  /** An event with more text. */
  static String text(String words) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + words + "\"}}]}\n\n";
  }

  /** A stream of these, in chunks. */
  static WireReply stream(String events) {
    return WireReply.status(200)
        .header("Content-Type", "text/event-stream")
        .body(events.getBytes(StandardCharsets.UTF_8))
        .chunked();
  }
}
