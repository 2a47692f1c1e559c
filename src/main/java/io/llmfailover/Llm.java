package io.llmfailover;

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
}
