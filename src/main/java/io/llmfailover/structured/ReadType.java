package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.Answer;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import io.llmfailover.structured.TypeSchemas.TypeSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One type answers are read into. Thread-safe. */
final class ReadType implements AnswerType {
  private final JavaType type;
  private final TypeSchema schema;
  private final ObjectMapper mapper;
  private final Supplier<Constraints> constraints;

  ReadType(
      JavaType type, TypeSchema schema, ObjectMapper mapper, Supplier<Constraints> constraints) {
    this.type = type;
    this.schema = schema;
    this.mapper = mapper;
    this.constraints = constraints;
  }

  @Override
  public Prompt asking(Prompt prompt) {
    return prompt.toBuilder().format(schema.format()).check(this::check).build();
  }

  @Override
  public Object read(Answer answer) {
    try {
      return value(answer.text());
    } catch (JsonProcessingException unchecked) {
      throw new IllegalStateException(
          "an answer nobody checked is no "
              + type.getRawClass().getName()
              + ": "
              + Misreading.told(unchecked, place()));
    }
  }

  private Optional<Objection> check(Prompt prompt, Answer answer) {
    if (!answer.toolCalls().isEmpty()) {
      return Optional.empty();
    }
    List<String> broken;
    try {
      broken = constraints.get().broken(value(answer.text()), type, place());
    } catch (JsonProcessingException wrong) {
      broken = List.of(Misreading.told(wrong, place()));
    }
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(Objection.mendable(Words.all(String.join("; ", broken))));
  }

  private String place() {
    return schema.wrapped() ? "/" + TypeSchemas.WRAPPER : "";
  }

  private Object value(String text) throws JsonProcessingException {
    JsonNode root = mapper.readTree(text);
    Object value = mapper.treeToValue(schema.wrapped() ? unwrapped(root) : root, type);
    if (value == null) {
      throw new JsonMappingException(null, "must not be null");
    }
    return value;
  }

  private static JsonNode unwrapped(JsonNode root) throws JsonMappingException {
    if (root.size() != 1 || !root.has(TypeSchemas.WRAPPER)) {
      throw new JsonMappingException(
          null, "must be an object with the one property " + TypeSchemas.WRAPPER);
    }
    return root.get(TypeSchemas.WRAPPER);
  }
}
