package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/** Reads arguments models wrote, strictly, and writes what tools give back. Thread-safe. */
final class ToolJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(
              DeserializationFeature.ACCEPT_FLOAT_AS_INT,
              DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(
              SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
              SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
              SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private ToolJson() {}

  /** A type with the type variables of {@code member}'s class as {@code inside} binds them. */
  static JavaType type(java.lang.reflect.Type type, Class<?> inside, Class<?> member) {
    JavaType found = MAPPER.constructType(inside).findSuperType(member);
    return MAPPER
        .getTypeFactory()
        .resolveMemberType(
            type, (found == null ? MAPPER.constructType(member) : found).getBindings());
  }

  /**
   * The text as a tree.
   *
   * @throws IllegalArgumentException when it is no JSON, told as the model should hear it
   */
  static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(
          "the arguments are no JSON: " + firstLine(broken.getOriginalMessage()), broken);
    }
  }

  /**
   * The value of one argument.
   *
   * @throws IllegalArgumentException when it cannot be read, told as the model should hear it
   */
  static Object value(String name, JsonNode json, JavaType type) {
    try {
      return MAPPER.readValue(MAPPER.treeAsTokens(json), type);
    } catch (JsonMappingException wrong) {
      throw new IllegalArgumentException(
          name + path(wrong) + ": " + firstLine(wrong.getOriginalMessage()), wrong);
    } catch (IOException wrong) {
      throw new IllegalArgumentException(name + ": " + firstLine(wrong.getMessage()), wrong);
    }
  }

  /**
   * What a tool gave back, as JSON.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static String path(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining());
  }

  private static String firstLine(String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
