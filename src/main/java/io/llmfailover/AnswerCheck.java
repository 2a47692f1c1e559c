package io.llmfailover;

import java.util.Optional;

/**
 * Says whether an answer is of use. Every CDI bean of this type is asked about every answer, one
 * after the other, before the caller gets it; {@link Prompt.Builder#check} adds one for a single
 * prompt. An answer that is objected to counts as {@code malformed}, and the chain goes on.
 *
 * <pre>{@code
 * @ApplicationScoped
 * class NoPromises implements AnswerCheck {
 *   public Optional<Objection> check(Prompt prompt, Answer answer) {
 *     return answer.text().contains("guarantee")
 *         ? Optional.of(Objection.mendable("Do not promise anything."))
 *         : Optional.empty();
 *   }
 * }
 * }</pre>
 *
 * <p>Called on the thread the generation runs on, for answers of several generations at once: must
 * be thread-safe and quick, and must not block. A check that throws has not approved of the answer:
 * the chain goes on as after an objection.
 */
@FunctionalInterface
public interface AnswerCheck {
  /**
   * What is wrong with an answer.
   *
   * @param prompt what was asked
   * @param answer what a link said, with JSON already freed from fences and prose; its attempts are
   *     those before this link
   * @return empty when the answer is of use
   */
  Optional<Objection> check(Prompt prompt, Answer answer);

  /**
   * Whether it has anything to check in answers to this prompt. The pieces of a streamed answer
   * that is checked are held back until it is approved of, unless the sink can take back what it
   * got or the stream's policy is {@code error}.
   */
  default boolean concerns(Prompt prompt) {
    return true;
  }

  /**
   * Looks at a prompt it is concerned with before any link is asked.
   *
   * @throws InvalidPromptException when no answer to it could ever be checked
   */
  default void prepare(Prompt prompt) {}
}
