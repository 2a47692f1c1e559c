package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;

/** What the arguments of tools are read into: types as typed answers have them. Thread-safe. */
public final class ArgumentTypes {
  private final ReadTypes types = new ReadTypes(ModelJson.mapper());
  private final TypeSchemas schemas;

  /**
   * Types of parameters.
   *
   * @param constraints whether Jakarta Validation is there, so that schemas can say constraints
   */
  ArgumentTypes(boolean constraints) {
    this.schemas = new TypeSchemas(types, constraints);
  }

  /** Types of parameters, whose schemas say constraints where Jakarta Validation is there. */
  public ArgumentTypes() {
    this(TypeBeans.constraintsAreThere());
  }

  /** A type with the type variables of {@code member}'s class as {@code inside} binds them. */
  public JavaType type(Type type, Class<?> inside, Class<?> member) {
    JavaType found = types.mapper().constructType(inside).findSuperType(member);
    return types
        .mapper()
        .getTypeFactory()
        .resolveMemberType(
            type, (found == null ? types.mapper().constructType(member) : found).getBindings());
  }

  /**
   * The schema of the object these parameters are written as.
   *
   * @throws io.llmfailover.InvalidPromptException when a parameter has none
   */
  public ObjectNode schema(List<ToolParameter> parameters) {
    return schemas.of(parameters);
  }

  /**
   * The arguments as a tree.
   *
   * @throws IllegalArgumentException when the text is no JSON, told as the model should hear it
   */
  public JsonNode tree(String text) {
    try {
      return types.mapper().readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(
          "the arguments are no JSON: " + Words.line(broken.getOriginalMessage()), broken);
    }
  }

  /**
   * Where a constraint is violated, as a JSON pointer.
   *
   * @param path leads on from the argument
   */
  public String place(ToolParameter violated, Iterator<Path.Node> path) {
    return ViolatedPath.pointer(path, violated.type(), violated.place(), types);
  }

  /**
   * The value of one argument.
   *
   * @param place the JSON pointer to it
   * @throws IllegalArgumentException when it cannot be read, told as the model should hear it
   */
  Object value(JsonNode json, JavaType type, String place) {
    try {
      return types.mapper().readValue(types.mapper().treeAsTokens(json), type);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(Words.all(Misreading.told(wrong, place)), wrong);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
