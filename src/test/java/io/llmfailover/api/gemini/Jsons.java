package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Prompt;
import io.llmfailover.api.Json;
import java.nio.charset.StandardCharsets;

/** JSON written with single quotes. */
final class Jsons {
  private Jsons() {}

  static byte[] bytes(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static JsonNode node(String singleQuoted) {
    return Json.read(bytes(singleQuoted));
  }

  static JsonNode node(byte[] json) {
    return Json.read(json);
  }

  /** The node as its readers see it: numbers of different types are the same there. */
  static JsonNode reread(JsonNode node) {
    return Json.read(Json.write(node));
  }

  /** The prompt a request makes. */
  static Prompt prompt(String singleQuoted) {
    return RequestReader.prompt(bytes(singleQuoted), "default");
  }

  /** A request of one text, with more fields. */
  static Prompt asking(String moreFields) {
    return prompt("{'contents': [{'parts': [{'text': 'Habari?'}]}], " + moreFields + "}");
  }
}
