package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON for the tests of this surface; single quotes stand for double ones. */
final class Wire {
  private Wire() {}

  static JsonNode json(String text) {
    return Json.read(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** A request of one user message and this besides. */
  static byte[] request(String members) {
    return bytes("{'max_tokens':100,'messages':[{'role':'user','content':'Hi'}]" + members + "}");
  }

  /** A request of these messages. */
  static byte[] conversation(String messages) {
    return bytes("{'max_tokens':100,'messages':[" + messages + "]}");
  }

  /** What Anthropic was seen to answer. */
  static JsonNode sample(String name) {
    try (InputStream in = Wire.class.getResourceAsStream("/wire/anthropic/" + name)) {
      return Json.read(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
