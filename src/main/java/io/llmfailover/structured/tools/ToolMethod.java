package io.llmfailover.structured.tools;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmTool;
import io.llmfailover.Tool;
import io.llmfailover.structured.ArgumentTypes;
import io.llmfailover.structured.ToolParameter;
import io.llmfailover.structured.Words;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** A method models may ask for, and what they are told about it. Immutable and thread-safe. */
final class ToolMethod {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Tool tool;
  private final Method callable;
  private final List<ToolParameter> parameters;
  private final boolean silent;
  private final ArgumentTypes types;

  private ToolMethod(
      Tool tool,
      Method callable,
      List<ToolParameter> parameters,
      boolean silent,
      ArgumentTypes types) {
    this.tool = tool;
    this.callable = callable;
    this.parameters = List.copyOf(parameters);
    this.silent = silent;
    this.types = types;
  }

  /**
   * A tool.
   *
   * @param offered the class the application offers
   * @param callable the method as references to the bean have it
   * @param annotated the method that says that it is a tool; often the same
   * @throws InvalidPromptException when it cannot be one
   */
  static ToolMethod of(Class<?> offered, Method callable, Method annotated, ArgumentTypes types) {
    LlmTool says = annotated.getAnnotation(LlmTool.class);
    String name = says.name().isEmpty() ? annotated.getName() : says.name();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidPromptException(
          "toolsOf",
          "a tool's name has 1 to 64 of A-Z a-z 0-9 _ -, not so '" + name + "' of " + annotated);
    }
    if (Modifier.isPrivate(annotated.getModifiers())
        || Modifier.isStatic(annotated.getModifiers())) {
      throw new InvalidPromptException(
          "toolsOf", "no bean's proxy has " + annotated + ": a tool is neither private nor static");
    }
    List<ToolParameter> parameters =
        Arrays.stream(annotated.getParameters())
            .map(parameter -> ToolParameter.of(parameter, context(offered, annotated), types))
            .toList();
    callable.setAccessible(true);
    return new ToolMethod(
        new Tool(name, says.value(), schema(parameters, annotated, types)),
        callable,
        parameters,
        silent(types.type(callable.getGenericReturnType(), offered, callable.getDeclaringClass())),
        types);
  }

  private static JsonNode schema(
      List<ToolParameter> parameters, Method annotated, ArgumentTypes types) {
    try {
      return types.schema(parameters);
    } catch (InvalidPromptException unfit) {
      throw new InvalidPromptException("toolsOf", annotated + ": " + unfit.getMessage());
    }
  }

  /** An annotation on the bean's own class stands outside the interface that is offered. */
  private static Class<?> context(Class<?> offered, Method annotated) {
    Class<?> declaring = annotated.getDeclaringClass();
    return declaring.isAssignableFrom(offered) ? offered : declaring;
  }

  private static boolean silent(JavaType returned) {
    JavaType said =
        returned.isTypeOrSubTypeOf(CompletionStage.class)
            ? returned.findTypeParameters(CompletionStage.class)[0]
            : returned;
    return said.hasRawClass(void.class) || said.hasRawClass(Void.class);
  }

  /** As models hear of it. */
  Tool tool() {
    return tool;
  }

  /** Whether it has nothing to say but that it is done. */
  boolean silent() {
    return silent;
  }

  List<ToolParameter> parameters() {
    return parameters;
  }

  /** What its arguments are read into. */
  ArgumentTypes types() {
    return types;
  }

  /** The method's name in Java. */
  String methodName() {
    return callable.getName();
  }

  /**
   * Reads the arguments a model wrote.
   *
   * @throws IllegalArgumentException when they are wrong, told as the model should hear it
   */
  Object[] read(String written) {
    JsonNode arguments = types.tree(written);
    if (!arguments.isObject()) {
      throw new IllegalArgumentException("the arguments are no JSON object");
    }
    for (Iterator<String> names = arguments.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
        throw new IllegalArgumentException(Words.at(Words.step(name), "is not asked for"));
      }
    }
    return parameters.stream().map(parameter -> parameter.in(arguments, types)).toArray();
  }

  /** Calls it. */
  Object call(Object reference, Object[] arguments)
      throws InvocationTargetException, IllegalAccessException {
    return callable.invoke(reference, arguments);
  }

  @Override
  public String toString() {
    return callable.getDeclaringClass().getName() + "." + callable.getName();
  }
}
