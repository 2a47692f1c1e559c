package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The constraints of Jakarta Validation, told in English, for a model. To be loaded only where
 * Jakarta Validation is there.
 */
final class BeanConstraints implements Constraints {
  private final Validator validator;
  private final ReadTypes types;

  private BeanConstraints(Validator validator, ReadTypes types) {
    this.validator = validator;
    this.types = types;
  }

  /** Constraints as the factory's own validators check them. */
  static Constraints of(ValidatorFactory factory, ReadTypes types) {
    return new BeanConstraints(
        factory
            .usingContext()
            .messageInterpolator(new English(factory.getMessageInterpolator()))
            .getValidator(),
        types);
  }

  /** The application's own factory, else one made here; empty when nothing implements it. */
  static Optional<Constraints> find(Instance<Object> beans, ReadTypes types) {
    Instance<ValidatorFactory> factories = beans.select(ValidatorFactory.class);
    try {
      ValidatorFactory factory =
          factories.isResolvable() ? factories.get() : Validation.buildDefaultValidatorFactory();
      return Optional.of(of(factory, types));
    } catch (ValidationException nobodyImplementsIt) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> broken(Object value, JavaType type, String place) {
    return violations(value, type, place).sorted().distinct().toList();
  }

  private Stream<String> violations(Object value, JavaType type, String place) {
    if (value instanceof Optional<?> optional) {
      return optional.stream()
          .flatMap(one -> violations(one, type.containedTypeOrUnknown(0), place));
    }
    if (value instanceof Collection<?> collection) {
      return elements(collection.toArray(), type.getContentType(), place);
    }
    if (value instanceof Object[] array) {
      return elements(array, type.getContentType(), place);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(
              one ->
                  violations(
                      one.getValue(), type.getContentType(), place + Words.step(one.getKey())));
    }
    if (value == null
        || value.getClass().isArray()
        || value.getClass().getName().startsWith("java.")) {
      return Stream.empty();
    }
    return validator.validate(value).stream().map(violation -> told(violation, value, place));
  }

  private Stream<String> elements(Object[] values, JavaType type, String place) {
    return IntStream.range(0, values.length)
        .boxed()
        .flatMap(i -> violations(values[i], type, place + Words.step(i)));
  }

  private String told(ConstraintViolation<?> violation, Object root, String place) {
    JavaType at = types.mapper().constructType(root.getClass());
    String pointer = ViolatedPath.pointer(violation.getPropertyPath().iterator(), at, place, types);
    return Words.at(pointer, Words.line(violation.getMessage()));
  }

  /** Models are told in English, whatever the server speaks. */
  private record English(MessageInterpolator usual) implements MessageInterpolator {
    @Override
    public String interpolate(String template, Context context) {
      return usual.interpolate(template, context, Locale.ENGLISH);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
      return usual.interpolate(template, context, Locale.ENGLISH);
    }
  }
}
