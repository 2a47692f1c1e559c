package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Brings a request that is sent on as it came into the one form its writers count on, where Google
 * allows several: lists are arrays, roles are in small letters, and only the address names a model.
 */
final class OneForm {
  private OneForm() {}

  /** Changes the request itself. */
  static void settle(ObjectNode body) {
    body.remove("model");
    listed(body, "contents");
    for (JsonNode content : body.path("contents")) {
      if (content instanceof ObjectNode said) {
        listed(said, "parts");
        if (said.path("role").isTextual()) {
          said.put("role", said.path("role").textValue().toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  private static void listed(ObjectNode parent, String field) {
    if (parent.path(field) instanceof ObjectNode one) {
      ArrayNode list = parent.arrayNode().add(one);
      parent.set(field, list);
    }
  }
}
