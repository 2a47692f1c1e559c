package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Refuses requests with half a surrogate pair in any text or name. The whole request may be sent on
 * as it came, and no provider is to get what its caller did not write. Used once.
 */
final class WholeCharacters {
  /** Names and positions that lead to what is looked at; put together only when it is wrong. */
  private final Deque<Object> way = new ArrayDeque<>();

  private WholeCharacters() {}

  /**
   * Looks at all texts of a request.
   *
   * @throws InvalidPromptException naming the first one that is broken
   */
  static void check(JsonNode body) {
    new WholeCharacters().look(body);
  }

  private void look(JsonNode node) {
    if (node.isTextual()) {
      text(node.textValue());
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        below(i, node.get(i));
      }
    } else if (node.isObject()) {
      for (var field : node.properties()) {
        text(field.getKey());
        below(field.getKey(), field.getValue());
      }
    }
  }

  private void below(Object step, JsonNode node) {
    way.addLast(step);
    look(node);
    way.removeLast();
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        throw new InvalidPromptException(where(), "has half a surrogate pair at character " + i);
      }
      i++;
    }
  }

  private String where() {
    StringBuilder where = new StringBuilder();
    for (Iterator<Object> steps = way.iterator(); steps.hasNext(); ) {
      Object step = steps.next();
      if (step instanceof Integer position) {
        where.append('[').append(position).append(']');
      } else {
        where.append(where.isEmpty() ? "" : ".").append(Fields.plain((String) step));
      }
    }
    return where.isEmpty() ? "body" : where.toString();
  }
}
