package io.llmfailover.failover;

import io.llmfailover.Llm;
import io.llmfailover.Prompt;
import io.llmfailover.Typed;
import io.llmfailover.TypedLlm;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

/** Asks a chain for one type. */
final class ChainOfType<T> implements TypedLlm<T> {
  private final Llm llm;
  private final AskedType<T> type;

  ChainOfType(Llm llm, Type type) {
    this.llm = llm;
    this.type = new AskedType<>(type);
  }

  @Override
  public T generate(String prompt) {
    return generate(Prompt.of(prompt));
  }

  @Override
  public T generate(Prompt prompt) {
    return type.type() instanceof Class<?> plain
        ? llm.generate(prompt, ChainOfType.<T>itself(plain))
        : llm.generate(prompt, type);
  }

  @Override
  public CompletionStage<Typed<T>> generateAsync(Prompt prompt) {
    return type.type() instanceof Class<?> plain
        ? llm.generateAsync(prompt, ChainOfType.<T>itself(plain))
        : llm.generateAsync(prompt, type);
  }

  /** Nobody but the injection point says what T is. */
  @SuppressWarnings("unchecked")
  private static <T> Class<T> itself(Class<?> plain) {
    return (Class<T>) plain;
  }
}
