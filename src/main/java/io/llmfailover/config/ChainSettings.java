package io.llmfailover.config;

import io.llmfailover.StreamPolicy;
import java.time.Duration;

/**
 * What is tunable per chain; {@code llm.chain.<name>.<setting>}, else the general key.
 *
 * @param sticky how long the link that answered stays first after a switch caused by a sick one;
 *     zero for not at all, {@link #FOREVER} until it fails itself; {@code llm.sticky}
 * @param hedge when the next link is started beside a slow one; {@code llm.hedge.after}
 * @param streamPolicy what happens when a stream breaks; {@code llm.stream.policy}
 * @param order which links come first; {@code llm.order}
 */
public record ChainSettings(
    Duration sticky, HedgeSettings hedge, StreamPolicy streamPolicy, LinkPreference order) {
  /** Until the link fails itself. */
  public static final Duration FOREVER = Duration.ofDays(36_500);
}
