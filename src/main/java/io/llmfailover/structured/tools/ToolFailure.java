package io.llmfailover.structured.tools;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What a model is told when a tool throws: what it can mend itself, that the caller may not, or
 * just that it failed. Why it failed stays in the log.
 */
final class ToolFailure {
  private static final String EJB = "jakarta.ejb.EJBException";
  private static final String EJB_REFUSAL = "jakarta.ejb.EJBAccessException";
  private static final String VIOLATION = "jakarta.validation.ConstraintViolationException";
  private static final String EJB_LOCAL_REFUSAL = "jakarta.ejb.AccessLocalException";

  private final ToolMethod method;
  private final String generation;

  ToolFailure(ToolMethod method, String generation) {
    this.method = method;
    this.generation = generation;
  }

  /** What is told of it; an {@link Error} is thrown on. */
  ToolResult told(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (refusal(cause)) {
      ToolLog.refused(method.tool().name(), generation);
      return ToolResult.failure("not permitted");
    }
    Optional<String> mendable = mendable(cause);
    if (mendable.isPresent()) {
      ToolLog.wrongArguments(method.tool().name(), generation);
      return ToolResult.failure(mendable.get());
    }
    ToolLog.failed(method.tool().name(), generation, cause);
    return ToolResult.failure("the tool failed");
  }

  /** Without what stages and the EJB container put around it. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null
        && (inner instanceof CompletionException || (is(EJB, inner) && !refusal(inner)))) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static boolean refusal(Throwable thrown) {
    return thrown instanceof SecurityException
        || is(EJB_REFUSAL, thrown)
        || is(EJB_LOCAL_REFUSAL, thrown);
  }

  /** By name: a server without EJBs or Jakarta Validation does not have the class. */
  private static boolean is(String name, Throwable thrown) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> mendable(Throwable thrown) {
    if (is(VIOLATION, thrown)) {
      return ViolatedArguments.told(thrown, method);
    }
    if (thrown instanceof IllegalArgumentException wrong) {
      return Optional.of(
          wrong.getMessage() == null ? "the arguments are wrong" : wrong.getMessage());
    }
    return Optional.empty();
  }
}
