package io.llmfailover.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/**
 * One dialect as a provider speaks it: the bodies of its answers, and what it finds in a request.
 * Every answer costs 12 tokens in and 5 out.
 */
interface Voice {
  /** A whole answer: words, then calls. */
  String whole(List<String> words, List<Call> calls);

  /** A stream of events up to the last of these, which is not its end. */
  String begun(List<String> words, List<Call> calls);

  /** The events that properly end a stream that had these calls. */
  String ending(List<Call> calls);

  /** A stream that begins with an error. */
  String brokenAtOnce();

  /** The picture in a request, as a data address. */
  String picture(JsonNode asked);

  /** The schema a request wants the answer to follow; missing when there is none. */
  JsonNode schema(JsonNode asked);

  /** The tool calls a request tells of. */
  List<Call> calls(JsonNode asked);

  /** What tools gave back, by the id of the call. */
  Map<String, String> results(JsonNode asked);

  /** As a text in JSON. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  /** As an event without a name. */
  static String event(String data) {
    return "data: " + data + "\n\n";
  }

  /** The text in two parts, as arguments come in a stream. */
  static List<String> halves(String text) {
    int middle = text.length() / 2;
    return List.of(text.substring(0, middle), text.substring(middle));
  }
}
