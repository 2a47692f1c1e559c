package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Copies a schema as far as a provider's setting understands it. Limits it has no keyword for are
 * told in the description instead: answers are checked against the whole schema anyway, and a
 * schema that is followed but for them is worth more than one that is only a wish. Keywords that
 * change what is meant are never left out.
 */
public final class SchemaCopy {
  /** More schemas than people write; keeps references within references from growing for ever. */
  private static final int MOST_SCHEMAS = 1000;

  /** Without one of these a schema would allow more, or less, than was meant. */
  private static final Set<String> CHANGING =
      Set.of(
          "not",
          "if",
          "then",
          "else",
          "patternProperties",
          "propertyNames",
          "dependentRequired",
          "dependentSchemas",
          "dependencies",
          "prefixItems",
          "additionalItems",
          "unevaluatedItems",
          "unevaluatedProperties",
          "$dynamicRef",
          "$recursiveRef");

  /** What may stand beside a reference and still be said with what it leads to. */
  private static final Set<String> BESIDE_REFERENCE =
      Set.of("title", "description", "$comment", "deprecated", "readOnly", "writeOnly");

  private static final Set<String> DEFINITIONS = Set.of("$defs", "definitions");

  private final SchemaSetting setting;
  private final SchemaReferences references;
  private final Deque<String> open = new ArrayDeque<>();
  private boolean said = true;
  private int schemas;

  private SchemaCopy(JsonNode root, SchemaSetting setting) {
    this.setting = setting;
    this.references = new SchemaReferences(root);
  }

  /** The schema as the setting takes it, a copy; empty when it would mean something else. */
  public static Optional<ObjectNode> of(JsonNode schema, SchemaSetting setting) {
    SchemaCopy copying = new SchemaCopy(schema, setting);
    ObjectNode copy = copying.copy(schema);
    return copying.said ? Optional.of(copy) : Optional.empty();
  }

  private ObjectNode copy(JsonNode schema) {
    ObjectNode copy = WireJson.object();
    if (!schema.isObject() || ++schemas > MOST_SCHEMAS) {
      said = false;
    }
    if (!said) {
      return copy;
    }
    if (schema.has("$ref")) {
      return reference(schema, copy);
    }
    for (var field : schema.properties()) {
      keyword(copy, field.getKey(), field.getValue());
    }
    LimitsInWords.tell(schema, copy);
    said &= setting.settles(copy);
    return copy;
  }

  private void keyword(ObjectNode copy, String keyword, JsonNode value) {
    switch (keyword) {
      case "properties", "$defs", "definitions" -> named(copy.putObject(keyword), value);
      case "anyOf", "oneOf", "allOf" -> combined(copy, setting.combination(keyword), value);
      case "items" -> copy.set(keyword, copy(value));
      case "additionalProperties" -> freeKeys(copy, value);
      case "const" -> constant(copy, value);
      default -> {
        if (setting.takes(keyword, value)) {
          copy.set(keyword, value);
        } else {
          said &= !CHANGING.contains(keyword);
        }
      }
    }
  }

  private void named(ObjectNode copy, JsonNode all) {
    for (var one : all.properties()) {
      copy.set(one.getKey(), copy(one.getValue()));
    }
  }

  private void combined(ObjectNode copy, String keyword, JsonNode all) {
    if (keyword.isEmpty() || copy.has(keyword)) {
      said = false;
      return;
    }
    ArrayNode copies = copy.putArray(keyword);
    all.forEach(one -> copies.add(copy(one)));
  }

  /** A constant is a choice of one. */
  private void constant(ObjectNode copy, JsonNode value) {
    JsonNode choice = copy.arrayNode().add(value);
    if (setting.takes("const", value)) {
      copy.set("const", value);
    } else if (!copy.has("enum") && setting.takes("enum", choice)) {
      copy.set("enum", choice);
    }
  }

  private void freeKeys(ObjectNode copy, JsonNode value) {
    if (value.isBoolean()) {
      copy.set("additionalProperties", value);
    } else if (setting.takesFreeKeys()) {
      copy.set("additionalProperties", copy(value));
    } else {
      said = false;
    }
  }

  /**
   * Providers refuse most of what stands beside a reference: what it leads to is put in its place
   * then. A reference met again inside of that stays one, and is left alone.
   */
  private ObjectNode reference(JsonNode schema, ObjectNode copy) {
    String reference = WireJson.text(schema, "$ref");
    Optional<JsonNode> target = references.target(reference);
    if (target.isEmpty()) {
      said = false;
      return copy;
    }
    boolean alone = true;
    for (var field : schema.properties()) {
      String keyword = field.getKey();
      boolean frame = keyword.startsWith("$") || keyword.equals("definitions");
      alone &= frame;
      said &= frame || BESIDE_REFERENCE.contains(keyword) || LimitsInWords.knows(keyword);
    }
    if (!alone && !open.contains(reference) && target.get() instanceof ObjectNode definition) {
      return inPlace(schema, reference, definition);
    }
    copy.put("$ref", reference);
    for (String keyword : DEFINITIONS) {
      if (schema.has(keyword)) {
        named(copy.putObject(keyword), schema.get(keyword));
      }
    }
    return copy;
  }

  private ObjectNode inPlace(JsonNode schema, String reference, ObjectNode definition) {
    ObjectNode both = WireJson.object();
    both.setAll(definition);
    for (var field : schema.properties()) {
      if (!field.getKey().equals("$ref")) {
        both.set(field.getKey(), field.getValue());
      }
    }
    open.push(reference);
    ObjectNode copy = copy(both);
    open.pop();
    return copy;
  }
}
