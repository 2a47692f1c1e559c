package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What JSON must not exceed to be validated, or used as a schema.
 *
 * @param depth objects and arrays inside each other
 * @param values JSON values of every kind in all
 * @param characters of all names and texts together
 */
record Bounds(int depth, int values, int characters) {
  /**
   * Far more than any provider takes: OpenAI's limits are ten levels of objects, 5,000 properties
   * and 120,000 characters.
   */
  static final Bounds SCHEMA = new Bounds(100, 20_000, 500_000);

  /** An answer's size is bounded already. */
  static final Bounds ANSWER = new Bounds(200, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Digits before or after the point. Beyond it arithmetic gets costly: 1e999999999 is short. */
  private static final int MOST_DIGITS = 1_000;

  private static final BigInteger MOST_INT = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  /** Says where JSON exceeds its bounds, and how. */
  static final class ExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    ExceededException(Iterable<?> where, String what) {
      super(Violations.at(where, what), null, false, false);
    }
  }

  /**
   * Checks the depth alone, before anything recurses into the JSON of a prompt.
   *
   * @throws InvalidPromptException when it is exceeded
   */
  void checkDepth(JsonNode schema) {
    if (deeperThan(depth, schema)) {
      throw new InvalidPromptException("schema", tooDeep());
    }
  }

  /**
   * A copy of this value in which equal numbers are equal nodes: 1, 1.0 and 1e0 are one integer.
   *
   * @throws ExceededException when it does not keep within these bounds
   */
  Copy copy(JsonNode value) throws ExceededException {
    Copying copying = new Copying();
    return new Copy(copying.copy(value), copying.values);
  }

  /**
   * A copy.
   *
   * @param json the copy itself
   * @param values how many JSON values it has
   */
  record Copy(JsonNode json, int values) {}

  private String tooDeep() {
    return "is nested more than " + depth + " levels deep";
  }

  private static boolean deeperThan(int levels, JsonNode value) {
    if (!value.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode inner : value) {
      if (deeperThan(levels - 1, inner)) {
        return true;
      }
    }
    return false;
  }

  private final class Copying {
    private final Deque<Object> at = new ArrayDeque<>();
    private int values;
    private long characters;

    JsonNode copy(JsonNode value) throws ExceededException {
      if (value.isContainerNode() && at.size() >= depth) {
        throw exceeded(tooDeep());
      }
      values++;
      if (values > Bounds.this.values) {
        throw exceeded("is beyond the " + Bounds.this.values + "th value");
      }
      if (value.isObject()) {
        return object(value);
      }
      if (value.isArray()) {
        return array(value);
      }
      if (value.isTextual()) {
        count(value.textValue());
      }
      return value.isNumber() ? number(value) : value;
    }

    private JsonNode object(JsonNode value) throws ExceededException {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (var field : value.properties()) {
        count(field.getKey());
        at.addLast(field.getKey());
        copy.set(field.getKey(), copy(field.getValue()));
        at.removeLast();
      }
      return copy;
    }

    private JsonNode array(JsonNode value) throws ExceededException {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
      for (int i = 0; i < value.size(); i++) {
        at.addLast(i);
        copy.add(copy(value.get(i)));
        at.removeLast();
      }
      return copy;
    }

    private void count(String text) throws ExceededException {
      characters += text.length();
      if (characters > Bounds.this.characters) {
        throw exceeded("is beyond the " + Bounds.this.characters + "th character");
      }
    }

    private JsonNode number(JsonNode value) throws ExceededException {
      boolean binary = value.isFloat() || value.isDouble();
      if (binary && !Double.isFinite(value.doubleValue())) {
        throw exceeded("is a number beyond all bounds");
      }
      BigDecimal exact = value.decimalValue();
      long digits = (long) exact.precision() - exact.scale();
      if (Math.abs(digits) > MOST_DIGITS || Math.abs((long) exact.scale()) > MOST_DIGITS) {
        throw exceeded("is a number of more than " + MOST_DIGITS + " digits");
      }
      return normal(exact);
    }

    private NumericNode normal(BigDecimal exact) {
      BigDecimal bare = exact.stripTrailingZeros();
      if (bare.scale() > 0) {
        return DecimalNode.valueOf(bare);
      }
      BigInteger whole = bare.toBigInteger();
      if (whole.abs().compareTo(MOST_INT) <= 0) {
        return JsonNodeFactory.instance.numberNode(whole.intValue());
      }
      return whole.abs().compareTo(MOST_LONG) <= 0
          ? JsonNodeFactory.instance.numberNode(whole.longValue())
          : BigIntegerNode.valueOf(whole);
    }

    private ExceededException exceeded(String what) {
      return new ExceededException(at, what);
    }
  }
}
