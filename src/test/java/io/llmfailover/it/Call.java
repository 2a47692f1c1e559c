package io.llmfailover.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * A tool call, in no dialect.
 *
 * @param arguments JSON
 */
record Call(String id, String name, JsonNode arguments) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A call with its arguments as text. */
  static Call of(String id, String name, String arguments) {
    return new Call(id, name, json(arguments));
  }

  /** The text as JSON. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException noJson) {
      throw new AssertionError("no JSON: " + text, noJson);
    }
  }
}
