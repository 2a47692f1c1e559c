package io.llmfailover.structured;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The schemas of types that are one JSON string, number or boolean: exactly what is read back.
 *
 * <p>JSON Schema has no format for times without an offset: its {@code time} and {@code date-time}
 * demand one, which {@link LocalTime} and {@link LocalDateTime} cannot hold. They have a pattern.
 */
final class ScalarSchemas {
  private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";
  private static final String TIME = "\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?";
  private static final Map<Class<?>, ObjectNode> SCHEMAS = new HashMap<>();

  static {
    texts("", String.class, CharSequence.class, Locale.class, ZoneId.class);
    texts("date", LocalDate.class);
    texts("date-time", Instant.class, OffsetDateTime.class, ZonedDateTime.class, Date.class);
    texts("time", OffsetTime.class);
    texts("duration", Duration.class, Period.class);
    texts("uuid", UUID.class);
    texts("uri", URI.class, URL.class);
    pattern(LocalDateTime.class, DAY + "T" + TIME);
    pattern(LocalTime.class, TIME);
    pattern(YearMonth.class, "\\d{4}-\\d{2}");
    pattern(MonthDay.class, "--\\d{2}-\\d{2}");
    pattern(ZoneOffset.class, "Z|[+-]\\d{2}:\\d{2}(:\\d{2})?");
    pattern(Currency.class, "[A-Z]{3}");
    all(type("string").put("contentEncoding", "base64"), byte[].class);
    all(type("string").put("minLength", 1).put("maxLength", 1), char.class, Character.class);
    all(type("boolean"), boolean.class, Boolean.class);
    all(type("integer"), int.class, Integer.class, long.class, Long.class);
    all(type("integer"), short.class, Short.class, BigInteger.class, Year.class);
    all(type("integer").put("minimum", -128).put("maximum", 127), byte.class, Byte.class);
    all(type("number"), double.class, Double.class, float.class, Float.class);
    all(type("number"), BigDecimal.class, Number.class);
    all(orNull("integer"), OptionalInt.class, OptionalLong.class);
    all(orNull("number"), OptionalDouble.class);
  }

  private ScalarSchemas() {}

  /** A new node with the schema of this type; empty when it is no scalar. */
  static Optional<ObjectNode> of(Class<?> type) {
    return Optional.ofNullable(SCHEMAS.get(type)).map(ObjectNode::deepCopy);
  }

  private static ObjectNode type(String name) {
    return JsonNodeFactory.instance.objectNode().put("type", name);
  }

  private static ObjectNode orNull(String name) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("type").add(name).add("null");
    return schema;
  }

  private static void texts(String format, Class<?>... types) {
    all(format.isEmpty() ? type("string") : type("string").put("format", format), types);
  }

  private static void pattern(Class<?> type, String pattern) {
    all(type("string").put("pattern", "^(?:" + pattern + ")$"), type);
  }

  private static void all(ObjectNode schema, Class<?>... types) {
    for (Class<?> type : types) {
      SCHEMAS.put(type, schema);
    }
  }
}
