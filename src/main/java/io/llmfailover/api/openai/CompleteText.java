package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;

/**
 * Refuses halves of surrogate pairs, which JSON can spell but no UTF-8 can carry. The whole body is
 * looked at, because fields unknown here go on to providers as they came.
 */
final class CompleteText {
  private CompleteText() {}

  /**
   * Looks at a value and all in it; no deeper than the parser let it be.
   *
   * @param path where the value is; empty for the body itself
   * @throws InvalidPromptException naming the field
   */
  static void check(JsonNode node, String path) {
    if (node.isTextual()) {
      check(node.textValue(), path);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), path + "[" + i + "]");
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                String name = Fields.shown(field.getKey());
                String where = path.isEmpty() ? name : path + "." + name;
                check(field.getKey(), where);
                check(field.getValue(), where);
              });
    }
  }

  private static void check(String text, String where) {
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
        throw new InvalidPromptException(
            where.isEmpty() ? "body" : where, "has half a surrogate pair at character " + i);
      }
      i++;
    }
  }
}
