package io.llmfailover.structured.tools;

import io.llmfailover.structured.ToolParameter;
import io.llmfailover.structured.Words;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a model which constraints its arguments violate. To be loaded only where Jakarta Validation
 * is there.
 */
final class ViolatedArguments {
  private final ToolMethod method;

  private ViolatedArguments(ToolMethod method) {
    this.method = method;
  }

  /**
   * What is told of a {@link ConstraintViolationException}; empty when it is not about the
   * arguments of this tool, but about what it gave back or what somebody behind it was given.
   */
  static Optional<String> told(Throwable thrown, ToolMethod method) {
    Set<ConstraintViolation<?>> violations =
        ((ConstraintViolationException) thrown).getConstraintViolations();
    ViolatedArguments arguments = new ViolatedArguments(method);
    boolean mendable =
        violations != null
            && !violations.isEmpty()
            && violations.stream().allMatch(arguments::concerns);
    return mendable
        ? Optional.of(
            Words.all(
                violations.stream()
                    .map(arguments::line)
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining("; "))))
        : Optional.empty();
  }

  private boolean concerns(ConstraintViolation<?> violation) {
    Iterator<Path.Node> path = violation.getPropertyPath().iterator();
    return path.hasNext()
        && isTheMethod(path.next())
        && path.hasNext()
        && path.next().getKind() == ElementKind.PARAMETER;
  }

  private boolean isTheMethod(Path.Node node) {
    return node.getKind() == ElementKind.METHOD && method.methodName().equals(node.getName());
  }

  private String line(ConstraintViolation<?> violation) {
    Iterator<Path.Node> path = violation.getPropertyPath().iterator();
    path.next();
    ToolParameter parameter =
        method.parameters().get(path.next().as(Path.ParameterNode.class).getParameterIndex());
    return Words.at(method.types().place(parameter, path), Words.line(violation.getMessage()));
  }
}
