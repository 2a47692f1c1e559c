package io.llmfailover;

import java.util.Objects;

/**
 * Why an answer is of no use.
 *
 * @param message what is wrong, for the trail and the log; when it can be mended also for the
 *     model. Must not hold a secret
 * @param canBeMended whether the link that gave the answer is told what is wrong and asked once
 *     more, as {@code llm.repair} allows, before the next link is
 */
public record Objection(String message, boolean canBeMended) {
  /** Checks that there is a message. */
  public Objection {
    Objects.requireNonNull(message, "message");
  }

  /** The next link is asked. */
  public static Objection of(String message) {
    return new Objection(message, false);
  }

  /** The same link is told and asked once more first. */
  public static Objection mendable(String message) {
    return new Objection(message, true);
  }
}
