package io.llmfailover.failover;

import io.llmfailover.chain.LinkName;
import java.time.Duration;

/** What operators may do to a link. Thread-safe. */
public interface LinkOperations {
  /**
   * Takes a link out: it is skipped as {@code drained} until {@code span} has passed or it is
   * restored. Calls under way go on.
   */
  void drain(LinkName link, Duration span);

  /** Takes a link in again at once, neither drained nor cooling down nor with a past. */
  void restore(LinkName link);
}
