package io.llmfailover.failover;

import io.llmfailover.Attempt;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Hears what becomes of each link. Called on the thread the generation runs on, before it goes on;
 * must be quick. What a listener throws is logged and changes nothing.
 */
public interface AttemptListener {
  /**
   * A link was tried or passed over; called once for each.
   *
   * @param failure the verdict, when the attempt failed
   */
  default void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {}

  /** A link failed and the next one is about to be called. */
  default void switched(Generation generation, Link from, Link to, Failure reason) {}

  /** No link gave a usable answer. */
  default void exhausted(Generation generation, String handoffId, List<Attempt> attempts) {}
}
