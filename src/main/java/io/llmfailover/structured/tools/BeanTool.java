package io.llmfailover.structured.tools;

import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.structured.tools.BeanSource.BorrowedBean;
import io.llmfailover.structured.tools.BeanSource.FoundBean;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tool of a bean, which runs when a model asks. Thread-safe. */
final class BeanTool {
  private final FoundBean bean;
  private final ToolMethod method;

  BeanTool(FoundBean bean, ToolMethod method) {
    this.bean = bean;
    this.method = method;
  }

  String name() {
    return method.tool().name();
  }

  Tool described() {
    return method.tool();
  }

  /**
   * Runs it on this thread.
   *
   * @return ends in what the model is told, or in an {@link Error}, which is nobody's to answer
   */
  CompletionStage<ToolResult> run(ToolCall call, String generation) {
    Object[] arguments;
    try {
      arguments = method.read(call.arguments());
    } catch (IllegalArgumentException wrong) {
      return CompletableFuture.completedFuture(ToolResult.failure(wrong.getMessage()));
    }
    ToolLog.running(name(), generation);
    ToolFailure failure = new ToolFailure(method, generation);
    return called(arguments)
        .handle((given, thrown) -> thrown == null ? given : failure.told(thrown));
  }

  private CompletionStage<ToolResult> called(Object[] arguments) {
    BorrowedBean borrowed = null;
    try {
      borrowed = bean.borrow();
      BorrowedBean used = borrowed;
      Object given = method.call(borrowed.reference(), arguments);
      if (given instanceof CompletionStage<?> later) {
        return later
            .<ToolResult>thenApply(this::result)
            .whenComplete((told, thrown) -> used.close());
      }
      ToolResult result = result(given);
      borrowed.close();
      return CompletableFuture.completedFuture(result);
    } catch (InvocationTargetException thrown) {
      return ended(borrowed, thrown.getCause());
    } catch (Exception | Error thrown) {
      return ended(borrowed, thrown);
    }
  }

  private static CompletionStage<ToolResult> ended(BorrowedBean borrowed, Throwable thrown) {
    if (borrowed != null) {
      try {
        borrowed.close();
      } catch (RuntimeException closing) {
        thrown.addSuppressed(closing);
      }
    }
    return CompletableFuture.failedFuture(thrown);
  }

  private ToolResult result(Object given) {
    if (method.silent()) {
      return ToolResult.of("done");
    }
    return ToolResult.of(given instanceof String text ? text : ToolJson.text(given));
  }

  @Override
  public String toString() {
    return method.toString();
  }
}
