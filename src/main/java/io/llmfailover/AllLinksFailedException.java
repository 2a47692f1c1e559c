package io.llmfailover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * No link of the chain gave a usable answer. The message is the polite sentence of {@code
 * llm.handoff.message}, fit for a customer; {@link #attempts()} tells what happened to each link.
 */
public final class AllLinksFailedException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final String handoffId;
  private final Duration retryAfter;

  /**
   * Made by the engine.
   *
   * @param message what the customer reads
   * @param attempts every link and what became of it
   * @param handoffId what a human hand-over of this generation is known by
   * @param retryAfter when the soonest link may be back; zero when unknown
   */
  public AllLinksFailedException(
      String message, List<Attempt> attempts, String handoffId, Duration retryAfter) {
    super(message, attempts);
    this.handoffId = handoffId;
    this.retryAfter = retryAfter;
  }

  /** What a human hand-over of this generation is known by. */
  public String handoffId() {
    return handoffId;
  }

  /** When the soonest link may be back, when that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter.isZero() ? Optional.empty() : Optional.of(retryAfter);
  }
}
