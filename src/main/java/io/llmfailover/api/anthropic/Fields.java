package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the fields of one JSON object of a request, and names the one that is wrong the way
 * Anthropic does: {@code messages.0.content}. Fields nobody asks for may be there.
 *
 * @param object the object
 * @param path what stands before a field's name, for instance {@code messages.0.}; empty at the top
 */
record Fields(ObjectNode object, String path) {
  /** The object at {@code where}. */
  static Fields of(JsonNode node, String where) {
    if (!(node instanceof ObjectNode object)) {
      throw new InvalidPromptException(where.isEmpty() ? "body" : where, "must be a JSON object");
    }
    return new Fields(object, where.isEmpty() ? "" : where + ".");
  }

  /** The field, when it is there and not null. */
  Optional<JsonNode> field(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** Whether the field is there and not null. */
  boolean has(String name) {
    return field(name).isPresent();
  }

  /** A field that must be there. */
  JsonNode needed(String name) {
    return field(name).orElseThrow(() -> wrong(name, "Field required"));
  }

  /** An object. */
  Optional<Fields> inner(String name) {
    return field(name).map(node -> of(node, path + name));
  }

  /** A text field. */
  Optional<String> text(String name) {
    return field(name).map(node -> textOf(node, path + name));
  }

  /** A text field that must be there. */
  String neededText(String name) {
    return textOf(needed(name), path + name);
  }

  /** A number from 0 to 1. */
  Optional<Double> share(String name) {
    return field(name)
        .map(
            node -> {
              double value = node.isNumber() ? node.doubleValue() : Double.NaN;
              // Written so that NaN is refused too.
              if (!(value >= 0 && value <= 1)) {
                throw wrong(name, "must be a number from 0 to 1");
              }
              return value;
            });
  }

  /** A whole number of at least {@code least}. */
  Optional<Integer> whole(String name, int least) {
    return field(name)
        .map(
            node -> {
              if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least) {
                throw wrong(name, "must be a whole number, " + least + " or more");
              }
              return node.intValue();
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

  /** A list of objects, empty when absent. */
  List<Fields> list(String name) {
    List<Fields> all = new ArrayList<>();
    for (JsonNode node : nodes(name)) {
      all.add(of(node, path + name + "." + all.size()));
    }
    return all;
  }

  /** A list of texts, empty when absent. */
  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (JsonNode node : nodes(name)) {
      all.add(textOf(node, path + name + "." + all.size()));
    }
    return all;
  }

  private List<JsonNode> nodes(String name) {
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

  /** The error that blames this field. */
  InvalidPromptException wrong(String name, String problem) {
    return new InvalidPromptException(path + name, problem);
  }

  private static String textOf(JsonNode node, String where) {
    if (!node.isTextual()) {
      throw new InvalidPromptException(where, "must be a string");
    }
    return WholeCharacters.checked(node, where);
  }
}
