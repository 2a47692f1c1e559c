package io.llmfailover.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.classmate.TypeResolver;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.llmfailover.InvalidPromptException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
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
 * @param read what it is read as
 * @param described what its schema is made of: what is in it, when it is optional
 * @param optional whether the model may leave it out
 */
record ToolParameter(
    String name, Parameter declared, JavaType read, Type described, boolean optional) {
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  /**
   * The parameter of a method as its bean's class has it.
   *
   * @throws InvalidPromptException when its name was not compiled in
   */
  static ToolParameter of(Parameter declared, Class<?> offered) {
    Method method = (Method) declared.getDeclaringExecutable();
    if (!declared.isNamePresent()) {
      throw new InvalidPromptException(
          "toolsOf",
          "the names of the parameters of "
              + method
              + " are not known. Compile its class with -parameters");
    }
    Type type = declared.getParameterizedType();
    Class<?> member = method.getDeclaringClass();
    return new ToolParameter(
        declared.getName(),
        declared,
        ToolJson.type(type, offered, member),
        described(type, offered, member),
        isOptional(declared.getType()));
  }

  /** Whether values of this type may be absent. */
  static boolean isOptional(Class<?> type) {
    return OPTIONAL.contains(type);
  }

  private static Type described(Type type, Class<?> offered, Class<?> member) {
    if (type == OptionalInt.class) {
      return Integer.class;
    }
    if (type == OptionalLong.class) {
      return Long.class;
    }
    if (type == OptionalDouble.class) {
      return Double.class;
    }
    TypeResolver types = new TypeResolver();
    ResolvedType owner = types.resolve(offered).findSupertype(member);
    ResolvedType resolved =
        owner == null ? types.resolve(type) : types.resolve(owner.getTypeBindings(), type);
    boolean wraps = resolved.getErasedType() == Optional.class;
    return wraps && !resolved.getTypeParameters().isEmpty()
        ? resolved.getTypeParameters().get(0)
        : resolved;
  }

  /**
   * Its value among the arguments.
   *
   * @throws IllegalArgumentException when it is wrong, told as the model should hear it
   */
  Object in(JsonNode arguments) {
    JsonNode given = arguments.path(name);
    if (!optional && (given.isMissingNode() || given.isNull())) {
      throw new IllegalArgumentException(name + ": is missing");
    }
    return ToolJson.value(name, given.isMissingNode() ? NullNode.getInstance() : given, read);
  }
}
