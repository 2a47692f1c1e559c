package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.ValidationMessage;
import io.llmfailover.structured.Words;
import java.util.Optional;

/** What a keyword's violation is called. Quotes the schema, and of the value only numbers. */
final class ViolationWords {
  private static final int LONGEST_NUMBER = 40;

  private ViolationWords() {}

  static String of(ValidationMessage message) {
    String first = argument(message, 0);
    String second = argument(message, 1);
    JsonNode value =
        message.getInstanceNode() == null ? MissingNode.getInstance() : message.getInstanceNode();
    return switch (message.getType()) {
      case "required" -> "required property missing";
      case "dependentRequired" -> "required property missing, because " + second + " is there";
      case "dependencies" -> "needs besides it " + first;
      case "additionalProperties", "unevaluatedProperties" -> "is not a property of the schema";
      case "additionalItems", "unevaluatedItems" -> "has no place for an item at index " + first;
      case "type" -> "is " + first + ", not " + second;
      case "enum" -> "is none of " + first;
      case "const" -> "is not " + first;
      case "maximum" -> number(value) + " is more than " + first;
      case "minimum" -> number(value) + " is less than " + first;
      case "exclusiveMaximum" -> number(value) + " is not less than " + first;
      case "exclusiveMinimum" -> number(value) + " is not more than " + first;
      case "multipleOf" -> number(value) + " is no multiple of " + first;
      case "minLength" -> "has " + length(value) + " characters, fewer than " + first;
      case "maxLength" -> "has " + length(value) + " characters, more than " + first;
      case "minItems" -> "has " + value.size() + " items, fewer than " + first;
      case "maxItems" -> "has " + value.size() + " items, more than " + first;
      case "minProperties" -> "has " + value.size() + " properties, fewer than " + first;
      case "maxProperties" -> "has " + value.size() + " properties, more than " + first;
      case "uniqueItems" -> "has equal items";
      case "pattern" -> "does not match " + first;
      case "propertyNames" -> "has a name that is not allowed";
      case "contains", "minContains", "maxContains" -> contained(message.getMessageKey(), first);
      case "oneOf" -> "matches " + first + " alternatives, not exactly one";
      case "not" -> "is what the schema rules out";
      case "false" -> "must not be there";
      default -> "breaks " + Violations.quoted(message.getType());
    };
  }

  private static String contained(String key, String bound) {
    return switch (key) {
      case "contains.max" -> "has more than " + bound + " items of the kind asked for";
      case "contains.min" -> "has fewer than " + bound + " items of the kind asked for";
      default -> "has no item of the kind asked for";
    };
  }

  /** The property a violation is about, when it is about one of an object's. */
  static Optional<String> property(ValidationMessage message) {
    return message.getType().equals("dependentRequired")
        ? Optional.of(argument(message, 0))
        : Optional.ofNullable(message.getProperty());
  }

  private static String argument(ValidationMessage message, int index) {
    Object[] arguments = message.getArguments();
    boolean there = arguments != null && arguments.length > index && arguments[index] != null;
    return there ? Words.start(arguments[index].toString(), 150) : "";
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? Words.start(value.asText(), LONGEST_NUMBER) : "it";
  }

  private static int length(JsonNode value) {
    String text = value.asText();
    return text.codePointCount(0, text.length());
  }
}
