package io.llmfailover.structured;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** Writes the constraints of a parameter into its schema, so that the model knows them. */
final class ParameterConstraints {
  private final Parameter parameter;
  private final ObjectNode schema;

  private ParameterConstraints(Parameter parameter, ObjectNode schema) {
    this.parameter = parameter;
    this.schema = schema;
  }

  static void write(Parameter parameter, ObjectNode schema) {
    new ParameterConstraints(parameter, schema).write();
  }

  private void write() {
    sizes();
    numbers();
    on(Pattern.class, pattern -> schema.put("pattern", pattern.regexp()));
    on(Email.class, email -> schema.put("format", "email"));
  }

  private void sizes() {
    on(NotBlank.class, any -> least(1));
    on(NotEmpty.class, any -> least(1));
    on(
        Size.class,
        size -> {
          if (size.min() > 0) {
            least(size.min());
          }
          if (size.max() < Integer.MAX_VALUE) {
            schema.put(counted("max"), size.max());
          }
        });
  }

  private void least(int size) {
    schema.put(counted("min"), size);
  }

  private String counted(String bound) {
    return switch (schema.path("type").asText()) {
      case "array" -> bound + "Items";
      case "object" -> bound + "Properties";
      default -> bound + "Length";
    };
  }

  private void numbers() {
    on(Min.class, min -> schema.put("minimum", min.value()));
    on(Max.class, max -> schema.put("maximum", max.value()));
    on(Positive.class, any -> schema.put("exclusiveMinimum", 0));
    on(PositiveOrZero.class, any -> schema.put("minimum", 0));
    on(Negative.class, any -> schema.put("exclusiveMaximum", 0));
    on(NegativeOrZero.class, any -> schema.put("maximum", 0));
    on(
        DecimalMin.class,
        min ->
            schema.put(
                min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value())));
    on(
        DecimalMax.class,
        max ->
            schema.put(
                max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value())));
  }

  private <A extends Annotation> void on(Class<A> constraint, Consumer<A> then) {
    A found = parameter.getAnnotation(constraint);
    if (found != null) {
      then.accept(found);
    }
  }
}
