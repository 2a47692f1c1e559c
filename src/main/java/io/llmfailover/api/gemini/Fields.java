package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of one JSON object of a request the way Google does: {@code maxOutputTokens} and
 * {@code max_output_tokens} are the same field, fields nobody knows are allowed, one object stands
 * for a list of one. Names the field that is wrong.
 *
 * @param object the object
 * @param path what stands before a field's name in messages, for instance {@code contents[0].}
 */
record Fields(JsonNode object, String path) {

  /** The whole request. */
  static Fields ofBody(JsonNode body) {
    if (!body.isObject()) {
      throw new InvalidPromptException("body", "must be a JSON object");
    }
    return new Fields(body, "");
  }

  /** The object that {@code where} names. */
  static Fields of(JsonNode node, String where) {
    if (!node.isObject()) {
      throw new InvalidPromptException(where, "must be an object");
    }
    return new Fields(node, where + ".");
  }

  /** The field, when it is there and not null. */
  Optional<JsonNode> field(String name) {
    JsonNode node = object.get(name);
    if (node == null) {
      node = object.get(snake(name));
    }
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** Whether the field is there and not null. */
  boolean has(String name) {
    return field(name).isPresent();
  }

  /** A field that is an object. */
  Optional<Fields> inner(String name) {
    return field(name).map(node -> of(node, path + name));
  }

  /** A text field. */
  Optional<String> text(String name) {
    return field(name).map(node -> textOf(node, path + name));
  }

  /** A text field that must be there and say something. */
  String needed(String name) {
    return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> wrong(name, "is needed"));
  }

  /** A number field within these bounds. */
  Optional<Double> number(String name, double most) {
    return field(name)
        .map(
            node -> {
              if (!node.isNumber()) {
                throw wrong(name, "must be a number");
              }
              double value = node.doubleValue();
              // Written so that what is no number, and compares false with all, is refused too.
              if (!(value >= 0 && value <= most)) {
                throw wrong(name, "must be between 0 and " + (long) most);
              }
              return value;
            });
  }

  /** A whole number field; {@code 100.0} is one as well. */
  Optional<Long> whole(String name) {
    return field(name)
        .map(
            node -> {
              boolean whole =
                  node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue());
              if (!whole || !node.canConvertToLong()) {
                throw wrong(name, "must be a whole number");
              }
              return node.longValue();
            });
  }

  /** A whole number field, 1 or more. */
  Optional<Integer> positive(String name) {
    return whole(name)
        .map(
            value -> {
              if (value < 1 || value > Integer.MAX_VALUE) {
                throw wrong(name, "must be between 1 and " + Integer.MAX_VALUE);
              }
              return value.intValue();
            });
  }

  /** A true-or-false field, false when absent. */
  boolean flag(String name) {
    return field(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrong(name, "must be true or false");
              }
              return node.booleanValue();
            })
        .orElse(false);
  }

  /** A list field, empty when absent; one object stands for a list of one. */
  List<JsonNode> list(String name) {
    List<JsonNode> all = new ArrayList<>();
    field(name)
        .ifPresent(
            node -> {
              if (node.isObject()) {
                all.add(node);
              } else if (node.isArray()) {
                node.forEach(all::add);
              } else {
                throw wrong(name, "must be an array");
              }
            });
    return all;
  }

  /** A list of objects, empty when absent. */
  List<Fields> inners(String name) {
    List<Fields> all = new ArrayList<>();
    for (JsonNode node : list(name)) {
      all.add(of(node, path + name + "[" + all.size() + "]"));
    }
    return all;
  }

  /** A list of texts, empty when absent. */
  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (JsonNode node : list(name)) {
      all.add(textOf(node, path + name + "[" + all.size() + "]"));
    }
    return all;
  }

  /** The names of fields that are there, not null and not among these; plain, and not too long. */
  List<String> besides(Set<String> known) {
    List<String> others = new ArrayList<>();
    for (var field : object.properties()) {
      if (!field.getValue().isNull() && !known.contains(camel(field.getKey()))) {
        others.add(WholeCharacters.shown(camel(field.getKey())));
      }
    }
    return others;
  }

  /** The error that blames this field. */
  InvalidPromptException wrong(String name, String problem) {
    return new InvalidPromptException(path + name, problem);
  }

  /** The error that blames this object. */
  InvalidPromptException wrong(String problem) {
    return new InvalidPromptException(path.substring(0, path.length() - 1), problem);
  }

  /** {@code any_of} as {@code anyOf}. */
  static String camel(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length());
    boolean raise = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && !camel.isEmpty()) {
        raise = true;
      } else {
        camel.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return camel.toString();
  }

  private static String snake(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_').append(Character.toLowerCase(c));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }

  private static String textOf(JsonNode node, String where) {
    if (!node.isTextual()) {
      throw new InvalidPromptException(where, "must be text");
    }
    return node.textValue();
  }
}
