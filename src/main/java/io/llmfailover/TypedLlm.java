package io.llmfailover;

import java.util.concurrent.CompletionStage;

/**
 * A chain of links that answers with one type. Injected with {@link LlmGenerator}, whose chain is
 * checked for it when the application starts; thread-safe.
 *
 * <pre>{@code
 * @Inject @LlmGenerator("lessons") TypedLlm<Lesson> lessons;
 * Lesson lesson = lessons.generate("A lesson on fractions for grade 5.");
 * }</pre>
 *
 * @param <T> a record, a bean, an enum, or a generic type such as {@code List<Lesson>}
 */
public interface TypedLlm<T> {
  /** As {@link #generate(Prompt)}. */
  T generate(String prompt);

  /**
   * Asks the chain and waits for the answer, as {@link Llm#generate(Prompt, Class)}.
   *
   * @throws LlmException as {@link Llm#generate(Prompt, Class)}
   */
  T generate(Prompt prompt);

  /** Asks the chain without waiting, as {@link Llm#generateAsync(Prompt, Class)}. */
  CompletionStage<Typed<T>> generateAsync(Prompt prompt);
}
