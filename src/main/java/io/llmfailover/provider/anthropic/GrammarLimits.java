package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.SchemaReferences;
import io.llmfailover.provider.WireJson;

/**
 * How large a schema Anthropic makes a grammar of: it counts the parameters that may be left out
 * and those of several types, and refuses grammars that grow too large.
 */
final class GrammarLimits {
  private static final int MOST_OPTIONAL = 24;
  private static final int MOST_UNIONS = 16;

  /** Not documented, but grammars are; a definition counts wherever it is used. */
  private static final int MOST_SCHEMAS = 500;

  private final SchemaReferences references;
  private int optional;
  private int unions;
  private int schemas;

  private GrammarLimits(JsonNode root) {
    this.references = new SchemaReferences(root);
  }

  /** Whether this schema, which does not contain itself, is within them. */
  static boolean allow(JsonNode schema) {
    GrammarLimits counted = new GrammarLimits(schema);
    counted.count(schema);
    return counted.within();
  }

  private boolean within() {
    return optional <= MOST_OPTIONAL && unions <= MOST_UNIONS && schemas <= MOST_SCHEMAS;
  }

  private void count(JsonNode schema) {
    schemas++;
    if (!within()) {
      return;
    }
    references.target(WireJson.text(schema, "$ref")).ifPresent(this::count);
    JsonNode properties = schema.path("properties");
    optional += Math.max(0, properties.size() - schema.path("required").size());
    if (schema.path("type").size() > 1 || schema.has("anyOf")) {
      unions++;
    }
    properties.forEach(this::count);
    schema.path("anyOf").forEach(this::count);
    schema.path("allOf").forEach(this::count);
    if (schema.has("items")) {
      count(schema.get("items"));
    }
  }
}
