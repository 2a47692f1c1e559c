package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.api.Json;
import io.llmfailover.api.WholeCharacters;
import io.llmfailover.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads fields of one JSON object of a request, and names the one that is wrong. Fields nobody asks
 * for are left alone.
 *
 * @param object the object
 * @param path where it is, for instance {@code messages[0]}; empty for the body itself
 */
record Fields(JsonNode object, String path) {
  /**
   * A request's body, with no broken text in it.
   *
   * @throws InvalidPromptException when it is none
   */
  static Fields ofBody(byte[] sent) {
    JsonTree body = Json.tree(sent);
    Fields fields = of(body.root(), "");
    WholeCharacters.check(body);
    return fields;
  }

  /** The object at {@code path}. */
  static Fields of(JsonNode node, String path) {
    if (!node.isObject()) {
      throw new InvalidPromptException(path.isEmpty() ? "body" : path, "must be an object");
    }
    return new Fields(node, path);
  }

  /** Where a field of this object is. */
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The field, when it is there and not null. */
  Optional<JsonNode> field(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** A field that is an object, when it is there. */
  Optional<Fields> inner(String name) {
    return field(name).map(node -> of(node, at(name)));
  }

  /** A field that is an object and must be there. */
  Fields neededInner(String name) {
    return inner(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  /** A text field. */
  Optional<String> text(String name) {
    return field(name).map(node -> textOf(node, at(name)));
  }

  /** A text field that must be there and say something. */
  String needed(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> wrong(name, "is needed, as text that is not empty"));
  }

  /** A number from 0 to {@code most}. */
  Optional<Double> upTo(String name, int most) {
    Optional<JsonNode> node = field(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    double value = node.get().isNumber() ? node.get().doubleValue() : Double.NaN;
    // Written so that NaN, which compares false with everything, is refused too.
    if (!(value >= 0 && value <= most)) {
      throw wrong(name, "must be a number from 0 to " + most);
    }
    return Optional.of(value);
  }

  /** A whole number field. */
  Optional<Long> whole(String name) {
    return field(name)
        .map(
            node -> {
              if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw wrong(name, "must be a whole number");
              }
              return node.longValue();
            });
  }

  /** A number of tokens, 1 or more. */
  Optional<Integer> tokens(String name) {
    return whole(name)
        .map(
            value -> {
              if (value < 1 || value > Integer.MAX_VALUE) {
                throw wrong(name, "must be from 1 to " + Integer.MAX_VALUE + ", not " + value);
              }
              return value.intValue();
            });
  }

  /** A true-or-false field. */
  Optional<Boolean> flag(String name) {
    return field(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrong(name, "must be true or false");
              }
              return node.booleanValue();
            });
  }

  /** A list field, empty when absent. */
  List<JsonNode> list(String name) {
    List<JsonNode> all = new ArrayList<>();
    field(name)
        .ifPresent(
            node -> {
              if (!node.isArray()) {
                throw wrong(name, "must be an array");
              }
              node.forEach(all::add);
            });
    return all;
  }

  /** A list of texts, empty when absent. */
  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (JsonNode node : list(name)) {
      all.add(textOf(node, at(name) + "[" + all.size() + "]"));
    }
    return all;
  }

  /** A name, label or the like: text on one line, as it may be shown in logs and headers. */
  Optional<String> plain(String name) {
    return text(name).map(text -> plainOf(text, at(name)));
  }

  /** Refuses control characters. */
  static String plainOf(String text, String where) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidPromptException(where, "must not contain control characters");
    }
    return text;
  }

  /** The error that blames this field. */
  InvalidPromptException wrong(String name, String problem) {
    return new InvalidPromptException(at(name), problem);
  }

  /** The text of a node, which must be one. */
  static String textOf(JsonNode node, String where) {
    if (!node.isTextual()) {
      throw new InvalidPromptException(where, "must be text");
    }
    return node.textValue();
  }
}
