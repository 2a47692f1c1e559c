package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Prompt;
import java.lang.reflect.Type;

/** Asks links for types of the application, and reads them from answers. Thread-safe. */
@FunctionalInterface
public interface AnswerTypes {
  /** Knows no type: what there is when nothing in the application reads answers. */
  AnswerTypes NONE =
      type -> {
        throw new InvalidPromptException(
            "type", "nothing here reads answers into " + type.getTypeName());
      };

  /**
   * What has to be asked for a type.
   *
   * @throws InvalidPromptException when no JSON Schema can be made of it
   */
  AnswerType of(Type type);

  /** One type answers are read into. Thread-safe. */
  interface AnswerType {
    /** The prompt, asking for this type, with the check that the answers can be read into it. */
    Prompt asking(Prompt prompt);

    /** What an answer to {@link #asking} says. */
    Object read(Answer answer);
  }
}
