package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of one JSON object of a request, and names the one that is wrong.
 *
 * @param object the object
 * @param path what stands before a field's name in messages, for instance {@code messages[0].}
 */
record FieldReader(JsonNode object, String path) {
  /** The object at {@code path}. */
  static FieldReader of(JsonNode node, String path, Set<String> allowed) {
    if (!node.isObject()) {
      String what = path.isEmpty() ? "body" : path.substring(0, path.length() - 1);
      throw new InvalidPromptException(what, "must be a JSON object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                throw new InvalidPromptException(
                    path + WholeCharacters.shown(name), "is no field here; there are " + allowed);
              }
            });
    return new FieldReader(node, path);
  }

  /** The field, when it is there and not null. */
  Optional<JsonNode> field(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** A text field. */
  Optional<String> text(String name) {
    return field(name).map(node -> textOf(node, path + name));
  }

  /** A text field that must be there. */
  String needed(String name) {
    return text(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  /** A number field. */
  Optional<Double> number(String name) {
    return field(name)
        .map(
            node -> {
              if (!node.isNumber()) {
                throw wrong(name, "must be a number");
              }
              return node.doubleValue();
            });
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

  /** A list of texts, empty when absent; one text stands for a list of one. */
  List<String> texts(String name) {
    Optional<JsonNode> single = field(name).filter(JsonNode::isTextual);
    if (single.isPresent()) {
      return List.of(textOf(single.get(), path + name));
    }
    List<String> all = new ArrayList<>();
    for (JsonNode node : list(name)) {
      all.add(textOf(node, path + name + "[" + all.size() + "]"));
    }
    return all;
  }

  /** The error that blames this field. */
  InvalidPromptException wrong(String name, String problem) {
    return new InvalidPromptException(path + name, problem);
  }

  /** The text of a node, which must be one and be complete Unicode. */
  static String textOf(JsonNode node, String where) {
    if (!node.isTextual()) {
      throw new InvalidPromptException(where, "must be text");
    }
    return WholeCharacters.checked(node, where);
  }
}
