package io.llmfailover;

import jakarta.enterprise.util.TypeLiteral;
import java.util.concurrent.CompletionStage;

/**
 * A chain of links that answers as one model. Injected with {@link LlmGenerator}; thread-safe.
 *
 * <pre>{@code
 * @Inject @LlmGenerator Llm llm;
 * String greeting = llm.generate("Habari ya leo?").text();
 * }</pre>
 */
public interface Llm {
  /**
   * Asks the chain and waits for the answer. Blocks the calling thread, and no other.
   *
   * @throws AllLinksFailedException when no link gave a usable answer
   * @throws RequestRefusedException when a provider refused for a reason that holds everywhere
   * @throws DeadlineExceededException when the deadline passed first
   * @throws GenerationCancelledException when the waiting thread was interrupted
   * @throws OverloadedException when this server is full
   */
  Answer generate(String prompt);

  /**
   * As {@link #generate(String)}, with all that a prompt can say.
   *
   * @throws UnknownModelException when {@link Prompt#model()} is set and not known
   * @throws LlmException as {@link #generate(String)}
   */
  Answer generate(Prompt prompt);

  /**
   * Asks the chain without waiting. The stage completes on a thread of the server; what is hung on
   * it must not block. Cancelling its future cancels the generation and the call under way.
   *
   * @return completes with the answer, or exceptionally with an {@link LlmException}
   */
  CompletionStage<Answer> generateAsync(Prompt prompt);

  /** As {@link #generate(Prompt, Class)}. */
  default <T> T generate(String prompt, Class<T> type) {
    return generate(Prompt.of(prompt), type);
  }

  /**
   * Asks the chain for a value of a type of the application's own, and waits for it. The links are
   * given the type's JSON Schema; an answer that does not parse, breaks the schema or the type's
   * constraints of Jakarta Validation is mended or another link asked.
   *
   * <pre>{@code
   * record Lesson(@NotBlank String title, @Size(min = 1) List<Step> steps) {}
   * Lesson lesson = llm.generate("A lesson on fractions for grade 5.", Lesson.class);
   * }</pre>
   *
   * @param type a record, a bean, an enum, or anything else a JSON Schema can be made of; replaces
   *     the prompt's {@link Prompt#format()}
   * @throws InvalidPromptException when no JSON Schema can be made of the type
   * @throws LlmException as {@link #generate(Prompt)}
   * @throws UnsupportedOperationException when this is not a chain
   */
  default <T> T generate(Prompt prompt, Class<T> type) {
    throw notTyped();
  }

  /**
   * As {@link #generate(Prompt, Class)}, for generic types.
   *
   * <pre>{@code
   * List<Lesson> lessons = llm.generate(prompt, new TypeLiteral<List<Lesson>>() {});
   * }</pre>
   */
  default <T> T generate(Prompt prompt, TypeLiteral<T> type) {
    throw notTyped();
  }

  /** As {@link #generate(Prompt, Class)}, without waiting and with the answer itself. */
  default <T> CompletionStage<Typed<T>> generateAsync(Prompt prompt, Class<T> type) {
    throw notTyped();
  }

  /** As {@link #generateAsync(Prompt, Class)}, for generic types. */
  default <T> CompletionStage<Typed<T>> generateAsync(Prompt prompt, TypeLiteral<T> type) {
    throw notTyped();
  }

  private static UnsupportedOperationException notTyped() {
    return new UnsupportedOperationException("only a chain reads answers into types");
  }

  /** As {@link #stream(Prompt, PieceSink)}. */
  default CompletionStage<Answer> stream(String prompt, PieceSink sink) {
    return stream(Prompt.of(prompt), sink);
  }

  /**
   * Asks the chain for an answer in pieces, without waiting. Before the first piece a link that
   * fails is not noticed; after it {@code llm.stream.policy} says what happens, see {@link
   * StreamPolicy}. Whatever happens, the stage completes normally only when the sink has been given
   * one whole answer.
   *
   * <p>An implementation that has no pieces hands the whole text on as one.
   *
   * @param sink takes the pieces, see {@link PieceSink} for its threads
   * @return completes with the whole answer after its last piece, or exceptionally with an {@link
   *     LlmException}; {@link StreamBrokenException} when the pieces are not a whole answer.
   *     Cancelling its future cancels the generation and the call under way
   */
  default CompletionStage<Answer> stream(Prompt prompt, PieceSink sink) {
    return generateAsync(prompt)
        .thenApply(
            answer -> {
              if (!answer.text().isEmpty()) {
                sink.accept(new Piece.Text(answer.text()));
              }
              return answer;
            });
  }
}
