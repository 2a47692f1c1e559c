package io.llmfailover.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.json.JsonTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * Refuses requests with half a surrogate pair in any text or name. The whole request may be sent on
 * as it came, and no provider is to get what its caller did not write.
 */
public final class WholeCharacters {
  private static final int LONGEST_NAME = 60;
  private static final Pattern UNUSUAL = Pattern.compile("[^\\x20-\\x7e]");

  /** Names and positions that lead to what is looked at; put together only when it is wrong. */
  private final Deque<Object> way = new ArrayDeque<>();

  private WholeCharacters() {}

  /**
   * Looks at all texts of a request.
   *
   * @throws InvalidPromptException naming the first one that is broken
   */
  public static void check(JsonTree request) {
    // Bytes that are whole UTF-8 have no half of a pair without an escape.
    if (request.hasCodeEscapes()) {
      check(request.root());
    }
  }

  /**
   * Looks at all texts of a request.
   *
   * @throws InvalidPromptException naming the first one that is broken
   */
  public static void check(JsonNode body) {
    new WholeCharacters().look(body);
  }

  private void look(JsonNode node) {
    if (node.isTextual()) {
      if (!JsonTree.knownWhole(node)) {
        text(node.textValue());
      }
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
    int half = half(text);
    if (half >= 0) {
      throw broken(where(), half);
    }
  }

  /**
   * Looks at one text.
   *
   * @param where what the error blames
   * @return the text
   * @throws InvalidPromptException when it is broken
   */
  public static String checked(JsonNode node, String where) {
    String text = node.textValue();
    int half = JsonTree.knownWhole(node) ? -1 : half(text);
    if (half >= 0) {
      throw broken(where, half);
    }
    return text;
  }

  private static InvalidPromptException broken(String where, int at) {
    return new InvalidPromptException(where, "has half a surrogate pair at character " + at);
  }

  /** Where the first half is; -1 when all are whole. */
  private static int half(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(text.charAt(i))
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        return i;
      }
      i++;
    }
    return -1;
  }

  /** A caller's own word may be anything: short and plain where it is shown. */
  public static String shown(String word) {
    String plain = UNUSUAL.matcher(word).replaceAll("?");
    return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "…" : plain;
  }

  private String where() {
    StringBuilder where = new StringBuilder();
    for (Iterator<Object> steps = way.iterator(); steps.hasNext(); ) {
      Object step = steps.next();
      if (step instanceof Integer position) {
        where.append('[').append(position).append(']');
      } else {
        where.append(where.isEmpty() ? "" : ".").append(shown((String) step));
      }
    }
    return where.isEmpty() ? "body" : where.toString();
  }
}
