package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.llmfailover.InvalidPromptException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One parameter of a tool.
 *
 * @param name what the model calls it
 * @param declared where it stands, with its annotations
 * @param type what it is read as
 */
public record ToolParameter(String name, Parameter declared, JavaType type) {
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  /**
   * The parameter of a method as its bean's class has it.
   *
   * @throws InvalidPromptException when its name was not compiled in
   */
  public static ToolParameter of(Parameter declared, Class<?> offered, ArgumentTypes types) {
    Method method = (Method) declared.getDeclaringExecutable();
    if (!declared.isNamePresent()) {
      throw new InvalidPromptException(
          "toolsOf",
          "the names of the parameters of "
              + method
              + " are not known. Compile its class with -parameters");
    }
    return new ToolParameter(
        declared.getName(),
        declared,
        types.type(declared.getParameterizedType(), offered, method.getDeclaringClass()));
  }

  /** Whether the model may leave it out. */
  boolean optional() {
    return OPTIONAL.contains(type.getRawClass());
  }

  /** Where it stands among the arguments, as a JSON pointer. */
  String place() {
    return Words.step(name);
  }

  /**
   * Its value among the arguments.
   *
   * @throws IllegalArgumentException when it is wrong, told as the model should hear it
   */
  public Object in(JsonNode arguments, ArgumentTypes types) {
    JsonNode given = arguments.path(name);
    if (!optional() && (given.isMissingNode() || given.isNull())) {
      throw new IllegalArgumentException(Words.at(place(), "is missing"));
    }
    return types.value(given.isMissingNode() ? NullNode.getInstance() : given, type, place());
  }
}
