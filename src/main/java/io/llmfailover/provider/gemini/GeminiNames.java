package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Gemini takes every field in two spellings: {@code topP} and {@code top_p}. */
final class GeminiNames {
  private GeminiNames() {}

  /** The name in the spelling of the documentation. */
  static String camel(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = camel.length() > 0;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  /** The field in either spelling; missing when there is none. */
  static JsonNode in(JsonNode object, String camel) {
    for (var field : object.properties()) {
      if (camel(field.getKey()).equals(camel)) {
        return field.getValue();
      }
    }
    return MissingNode.getInstance();
  }
}
