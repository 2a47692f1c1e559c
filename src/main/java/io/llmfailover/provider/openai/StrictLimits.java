package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How large a strict schema may be. OpenAI has raised its limits since, tenfold and more, but not
 * everybody who serves its models has: these are the first ones, which hold everywhere.
 */
final class StrictLimits {
  private static final int MOST_PROPERTIES = 100;
  private static final int MOST_LEVELS = 5;
  private static final int MOST_ENUM_VALUES = 500;

  /** Of the names of properties and definitions and of all values together. */
  private static final int MOST_CHARACTERS = 15_000;

  /** An enum of more values than this has limits of its own. */
  private static final int LARGE_ENUM = 250;

  private static final int MOST_CHARACTERS_OF_LARGE_ENUM = 7_500;

  private int properties;
  private int levels;
  private int enumValues;
  private int characters;
  private boolean largeEnum;

  private StrictLimits() {}

  /** Whether this schema, which has strict's keywords only, is within them. */
  static boolean allow(JsonNode schema) {
    StrictLimits counted = new StrictLimits();
    counted.count(schema, 0);
    return counted.properties <= MOST_PROPERTIES
        && counted.levels <= MOST_LEVELS
        && counted.enumValues <= MOST_ENUM_VALUES
        && counted.characters <= MOST_CHARACTERS
        && !counted.largeEnum;
  }

  private void count(JsonNode schema, int above) {
    int level = schema.has("properties") ? above + 1 : above;
    levels = Math.max(levels, level);
    values(schema);
    properties += schema.path("properties").size();
    for (String named : new String[] {"properties", "$defs", "definitions"}) {
      for (var one : schema.path(named).properties()) {
        characters += one.getKey().length();
        count(one.getValue(), named.equals("properties") ? level : 0);
      }
    }
    schema.path("anyOf").forEach(one -> count(one, level));
    if (schema.has("items")) {
      count(schema.get("items"), level);
    }
  }

  private void values(JsonNode schema) {
    int before = characters;
    schema.path("enum").forEach(value -> characters += value.asText().length());
    int size = schema.path("enum").size();
    enumValues += size;
    largeEnum |= size > LARGE_ENUM && characters - before > MOST_CHARACTERS_OF_LARGE_ENUM;
    characters += schema.path("const").asText().length();
  }
}
