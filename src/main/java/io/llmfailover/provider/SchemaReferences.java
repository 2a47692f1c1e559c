package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the references of one schema lead, all of them within it. */
public final class SchemaReferences {
  private final JsonNode root;

  /** Of references in this schema. */
  public SchemaReferences(JsonNode root) {
    this.root = root;
  }

  /** What a reference leads to; empty when that is nothing in this schema. */
  public Optional<JsonNode> target(String reference) {
    if (reference.equals("#")) {
      return Optional.of(root);
    }
    if (!reference.startsWith("#/")) {
      return Optional.empty();
    }
    JsonNode written = root.at(reference.substring(1));
    JsonNode target = written.isMissingNode() ? root.at(decoded(reference)) : written;
    return target.isMissingNode() ? Optional.empty() : Optional.of(target);
  }

  /** Some generators percent-encode the names of their definitions, as an address would be. */
  private static String decoded(String reference) {
    try {
      return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return reference.substring(1);
    }
  }

  /** Whether the schema contains itself somewhere, so that values may be nested without end. */
  public boolean recursive() {
    return circle(true);
  }

  /** Whether it contains itself in a place that must be filled. */
  public boolean recursiveWhereRequired() {
    return circle(false);
  }

  private boolean circle(boolean throughOptional) {
    Set<String> starts = new LinkedHashSet<>();
    collect(root, true, starts);
    Map<String, Boolean> finished = new HashMap<>();
    for (String start : starts) {
      if (closes(start, throughOptional, finished)) {
        return true;
      }
    }
    return false;
  }

  /** Follows a reference; one that is met again before it is finished closes a circle. */
  private boolean closes(String reference, boolean throughOptional, Map<String, Boolean> finished) {
    Boolean met = finished.putIfAbsent(reference, false);
    if (met != null) {
      return !met;
    }
    Set<String> next = new HashSet<>();
    target(reference).ifPresent(target -> collect(target, throughOptional, next));
    for (String one : next) {
      if (closes(one, throughOptional, finished)) {
        return true;
      }
    }
    finished.put(reference, true);
    return false;
  }

  private static void collect(JsonNode schema, boolean optional, Set<String> found) {
    String reference = WireJson.text(schema, "$ref");
    if (!reference.isEmpty()) {
      found.add(reference);
    }
    for (var field : schema.properties()) {
      JsonNode value = field.getValue();
      switch (field.getKey()) {
        case "properties" ->
            value
                .properties()
                .forEach(
                    named -> {
                      if (optional || requires(schema, named.getKey())) {
                        collect(named.getValue(), optional, found);
                      }
                    });
        case "$defs", "definitions" -> {
          // What nobody refers to is in no value.
        }
        case "patternProperties", "dependentSchemas" ->
            value.forEach(below -> collect(below, optional, found));
        case "enum", "const", "default", "examples" -> {
          // Values, whatever they look like.
        }
        default -> {
          if (value.isArray()) {
            value.forEach(below -> collect(below, optional, found));
          } else {
            collect(value, optional, found);
          }
        }
      }
    }
  }

  private static boolean requires(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
