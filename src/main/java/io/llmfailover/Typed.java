package io.llmfailover;

import java.util.Objects;

/**
 * An answer read into a type of the application.
 *
 * @param value what was asked for; checked against its constraints
 * @param answer the answer it was read from, and how that came about
 * @param <T> the type asked for
 */
public record Typed<T>(T value, Answer answer) {
  /** Checks that both are there. */
  public Typed {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(answer, "answer");
  }
}
