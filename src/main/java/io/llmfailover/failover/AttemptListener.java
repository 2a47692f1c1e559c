package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hears what becomes of each link and each generation. Called on the thread the generation runs on,
 * before it goes on; must be quick. What a listener throws is logged and changes nothing.
 */
public interface AttemptListener {
  /** A generation starts. */
  default void started(Generation generation) {}

  /**
   * A link was tried or passed over; called once for each.
   *
   * @param failure the verdict, when the attempt failed and the link is to blame; empty also when
   *     it only had too little time because the caller's deadline was near
   */
  default void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {}

  /**
   * The first piece of a stream has come from this link and is about to be handed on.
   *
   * @param took since the link was asked
   */
  default void spoke(Generation generation, Link link, Duration took) {}

  /**
   * A link's answer was of no use; it is told what is wrong and asked once more before its attempt
   * ends.
   */
  default void mending(Generation generation, Link link, Failure failure) {}

  /** A link failed and the next one is about to be called. */
  default void switched(Generation generation, Link from, Link to, Failure reason) {}

  /** No link gave a usable answer. */
  default void exhausted(Generation generation, String handoffId, List<Attempt> attempts) {}

  /** The generation ended in an answer. */
  default void answered(Generation generation, Answer answer, Duration took) {}

  /** The generation ended without an answer. */
  default void ended(Generation generation, LlmException end, Duration took) {}
}
