package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.LimitsInWords;
import io.llmfailover.provider.SchemaCopy;
import io.llmfailover.provider.SchemaReferences;
import io.llmfailover.provider.WireJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a JSON Schema down to the OpenAPI subset that models before 2.5 take. Limits the subset does
 * not have are told in descriptions; what else it cannot say is dropped.
 */
final class GeminiSchema {
  private static final Set<String> KEPT =
      Set.of(
          "title",
          "description",
          "nullable",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "pattern");

  /** More than people write; definitions that use each other could grow without measure. */
  private static final int MOST_SCHEMAS = 1000;

  private static final Set<String> FORMATS =
      Set.of("date-time", "enum", "float", "double", "int32", "int64");

  private final JsonNode root;
  private final Deque<String> open = new ArrayDeque<>();
  private int schemas;

  private GeminiSchema(JsonNode root) {
    this.root = root;
  }

  /** The schema in the subset; the one given is not changed. */
  static ObjectNode of(JsonNode schema) {
    return new GeminiSchema(schema).cleaned(schema);
  }

  /** The same when nothing that changes its meaning is dropped; otherwise empty. */
  static Optional<ObjectNode> wholly(JsonNode schema) {
    boolean sayable =
        !new SchemaReferences(schema).recursive()
            && SchemaCopy.of(schema, new OpenApiSubset()).isPresent();
    return sayable ? Optional.of(of(schema)) : Optional.empty();
  }

  private ObjectNode cleaned(JsonNode schema) {
    schemas++;
    String reference = WireJson.text(schema, "$ref");
    if (!reference.isEmpty()) {
      ObjectNode there = referenced(reference);
      if (schema.path("description").isTextual()) {
        there.set("description", schema.get("description"));
      }
      return there;
    }
    ObjectNode clean = WireJson.object();
    for (var field : schema.properties()) {
      if (KEPT.contains(field.getKey())) {
        clean.set(field.getKey(), field.getValue());
      }
    }
    if (FORMATS.contains(WireJson.text(schema, "format"))) {
      clean.set("format", schema.get("format"));
    }
    alternatives(schema, clean);
    typed(schema, clean);
    LimitsInWords.tell(schema, clean);
    return clean;
  }

  /** Puts the definition in the reference's place; one that contains itself ends as any object. */
  private ObjectNode referenced(String reference) {
    JsonNode target =
        reference.startsWith("#/") ? root.at(reference.substring(1)) : MissingNode.getInstance();
    if (!target.isObject() || open.contains(reference) || schemas > MOST_SCHEMAS) {
      return WireJson.object().put("type", "OBJECT");
    }
    open.push(reference);
    ObjectNode clean = cleaned(target);
    open.pop();
    return clean;
  }

  private void alternatives(JsonNode schema, ObjectNode clean) {
    JsonNode options = schema.path("anyOf").isArray() ? schema.get("anyOf") : schema.path("oneOf");
    ArrayNode kept = WireJson.object().arrayNode();
    for (JsonNode option : options) {
      if (WireJson.text(option, "type").equals("null")) {
        clean.put("nullable", true);
      } else {
        kept.add(cleaned(option));
      }
    }
    if (kept.size() == 1 && kept.get(0) instanceof ObjectNode only) {
      clean.setAll(only);
    } else if (!kept.isEmpty()) {
      clean.set("anyOf", kept);
    }
    for (JsonNode all : schema.path("allOf")) {
      clean.setAll(cleaned(all));
    }
  }

  private void typed(JsonNode schema, ObjectNode clean) {
    String type = type(schema, clean);
    if (type.isEmpty()) {
      return;
    }
    clean.put("type", type);
    switch (type) {
      case "OBJECT" -> properties(schema, clean);
      case "ARRAY" -> clean.set("items", items(schema.path("items")));
      case "STRING" -> texts(schema, clean);
      default -> {
        // Numbers and booleans need nothing more.
      }
    }
  }

  private static String type(JsonNode schema, ObjectNode clean) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue().toUpperCase(Locale.ROOT);
    }
    String first = "";
    for (JsonNode one : type) {
      if (one.asText().equals("null")) {
        clean.put("nullable", true);
      } else if (first.isEmpty()) {
        first = one.asText().toUpperCase(Locale.ROOT);
      }
    }
    return first.isEmpty() ? inferred(schema, clean) : first;
  }

  /** Gemini demands a type where JSON Schema does not. */
  private static String inferred(JsonNode schema, ObjectNode clean) {
    if (schema.path("properties").isObject()) {
      return "OBJECT";
    }
    if (schema.has("items")) {
      return "ARRAY";
    }
    return clean.has("type") || clean.has("anyOf") ? "" : "STRING";
  }

  private void properties(JsonNode schema, ObjectNode clean) {
    if (!schema.path("properties").isObject()) {
      return;
    }
    ObjectNode properties = clean.putObject("properties");
    for (var property : schema.get("properties").properties()) {
      properties.set(property.getKey(), cleaned(property.getValue()));
    }
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    // To require what is not described is an error at Gemini.
    required.removeIf(name -> !properties.has(name));
    if (!required.isEmpty()) {
      ArrayNode names = clean.putArray("required");
      required.forEach(names::add);
    }
  }

  private ObjectNode items(JsonNode items) {
    return items.isObject() ? cleaned(items) : WireJson.object().put("type", "STRING");
  }

  /** An enum is a list of texts here; one of other values is left to the check. */
  private static void texts(JsonNode schema, ObjectNode clean) {
    ArrayNode values = clean.arrayNode();
    JsonNode constant = schema.path("const");
    if (constant.isTextual()) {
      values.add(constant);
    }
    for (JsonNode value : schema.path("enum")) {
      if (value.isTextual()) {
        values.add(value);
      } else if (value.isNull()) {
        clean.put("nullable", true);
      }
    }
    if (!values.isEmpty()) {
      clean.put("format", "enum");
      clean.set("enum", values);
    }
  }
}
