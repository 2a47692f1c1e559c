package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says a schema's limits in short words in its description, for settings that have no keyword for
 * them: the model reads them there.
 */
public final class LimitsInWords {
  private static final Set<String> KNOWN =
      Set.of(
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems",
          "uniqueItems",
          "contains",
          "minProperties",
          "maxProperties",
          "enum",
          "const",
          "default",
          "examples",
          "contentEncoding",
          "contentMediaType");

  /** Only examples may be dropped for their length: they limit nothing. */
  private static final int LONGEST_EXAMPLES = 200;

  private LimitsInWords() {}

  /** Whether this keyword can be said in words. */
  public static boolean knows(String keyword) {
    return KNOWN.contains(keyword);
  }

  /** Adds to the copy's description what it lacks of the schema it was made from. */
  public static void tell(JsonNode schema, ObjectNode copy) {
    List<String> words = new ArrayList<>();
    for (var field : schema.properties()) {
      if (!said(field.getKey(), copy)) {
        words(field.getKey(), field.getValue()).ifPresent(words::add);
      }
    }
    if (words.isEmpty()) {
      return;
    }
    String limits = "(" + String.join(", ", words) + ")";
    String described = WireJson.text(copy, "description");
    copy.put("description", described.isBlank() ? limits : described + " " + limits);
  }

  private static boolean said(String keyword, ObjectNode copy) {
    return copy.has(keyword) || (keyword.equals("const") && copy.has("enum"));
  }

  private static Optional<String> words(String keyword, JsonNode value) {
    return Optional.ofNullable(
        switch (keyword) {
          case "minLength" -> least(value, "character");
          case "maxLength" -> most(value, "character");
          case "minItems" -> least(value, "item");
          case "maxItems" -> most(value, "item");
          case "minProperties" -> least(value, "field");
          case "maxProperties" -> most(value, "field");
          case "minimum" -> number("at least ", value);
          case "maximum" -> number("at most ", value);
          case "exclusiveMinimum" -> number("more than ", value);
          case "exclusiveMaximum" -> number("less than ", value);
          case "multipleOf" -> number("a multiple of ", value);
          case "pattern" -> text("matching the regular expression ", value);
          case "format" -> text("in the format ", value);
          case "contentEncoding" -> text("encoded as ", value);
          case "contentMediaType" -> text("holding ", value);
          case "uniqueItems" -> value.asBoolean() ? "no item twice" : null;
          case "contains" -> "at least one item that is valid against " + WireJson.compact(value);
          case "enum" -> "one of " + WireJson.compact(value);
          case "const" -> "exactly " + WireJson.compact(value);
          case "default" -> "by default " + WireJson.compact(value);
          case "examples" -> examples(value);
          default -> null;
        });
  }

  private static String least(JsonNode value, String unit) {
    return value.asLong() > 0 ? "at least " + counted(value, unit) : null;
  }

  private static String most(JsonNode value, String unit) {
    // Generators write the largest number there is for no limit.
    return value.isNumber() && value.asLong() < Integer.MAX_VALUE
        ? "at most " + counted(value, unit)
        : null;
  }

  private static String counted(JsonNode value, String unit) {
    return value.asText() + " " + unit + (value.asLong() == 1 ? "" : "s");
  }

  private static String number(String words, JsonNode value) {
    return value.isNumber() ? words + value.asText() : null;
  }

  private static String text(String words, JsonNode value) {
    return value.isTextual() ? words + value.textValue() : null;
  }

  private static String examples(JsonNode value) {
    String all = WireJson.compact(value);
    return all.length() <= LONGEST_EXAMPLES ? "for example " + all : null;
  }
}
