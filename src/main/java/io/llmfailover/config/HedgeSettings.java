package io.llmfailover.config;

import java.time.Duration;

/**
 * When the next link is started beside one that has not answered.
 *
 * @param mode whether and by what
 * @param after with {@link Mode#AFTER} the time to wait; otherwise zero
 * @param maxShare of all generations at most this share is hedged, 0 to 1; {@code
 *     llm.hedge.max-share}
 * @param withTools whether prompts with tools are hedged too; {@code llm.hedge.tools}
 */
public record HedgeSettings(Mode mode, Duration after, double maxShare, boolean withTools) {
  /** Whether and by what. */
  public enum Mode {
    /** Never. */
    OFF,
    /** After the time in which the link answers 95 of 100 calls. */
    P95,
    /** After a fixed time. */
    AFTER
  }
}
