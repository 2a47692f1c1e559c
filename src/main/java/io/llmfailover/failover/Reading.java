package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.Typed;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import java.lang.reflect.Type;
import java.util.Optional;

/** What an application wants to have in the end: the answer itself, or a value read from it. */
final class Reading {
  /** The answer itself. */
  static final Reading NONE = new Reading(Optional.empty());

  private final Optional<AnswerType> type;

  /**
   * A value of this type.
   *
   * @throws io.llmfailover.InvalidPromptException when it cannot be asked for
   */
  Reading(AnswerTypes types, Type type) {
    this(Optional.of(types.of(type)));
  }

  private Reading(Optional<AnswerType> type) {
    this.type = type;
  }

  /** The prompt as the links shall see it. */
  Prompt asking(Prompt prompt) {
    return type.map(wanted -> wanted.asking(prompt)).orElse(prompt);
  }

  /** What is given to an application that waited for nothing else. */
  Object value(Answer answer) {
    return type.map(wanted -> wanted.read(answer)).orElse(answer);
  }

  /** The same, with the answer beside it. */
  Object whole(Answer answer) {
    return type.<Object>map(wanted -> new Typed<>(wanted.read(answer), answer)).orElse(answer);
  }
}
