package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.llmfailover.Answer;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import io.llmfailover.structured.TypeSchemas.TypeSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One type answers are read into. Thread-safe. */
final class ReadType implements AnswerType {
  /** What Jackson adds for programmers. */
  private static final Pattern ADVICE =
      Pattern.compile(" \\((?:but might|set Des|bound as|for Object).*|; `Des.*");

  /** A value that is quoted back to the model. */
  private static final int MOST_OF_VALUE = 60;

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
              + told(unchecked));
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
      broken = List.of(told(wrong));
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

  private String told(JsonProcessingException wrong) {
    if (!(wrong instanceof JsonMappingException misfit)) {
      return "/: is not JSON: " + Words.line(wrong.getOriginalMessage());
    }
    StringBuilder pointer = new StringBuilder(place());
    for (JsonMappingException.Reference step : misfit.getPath()) {
      String name =
          step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName();
      pointer.append('/').append(Words.cut(name.replace("~", "~0").replace("/", "~1"), 80));
    }
    return (pointer.isEmpty() ? "/" : pointer) + ": " + reason(misfit);
  }

  private static String reason(JsonMappingException misfit) {
    if (misfit instanceof UnrecognizedPropertyException) {
      return "is not asked for";
    }
    if (misfit instanceof InvalidFormatException unfit) {
      return "\""
          + Words.line(Words.cut(String.valueOf(unfit.getValue()), MOST_OF_VALUE))
          + "\" is no "
          + unfit.getTargetType().getSimpleName();
    }
    return Words.line(ADVICE.matcher(misfit.getOriginalMessage()).replaceFirst(""));
  }
}
