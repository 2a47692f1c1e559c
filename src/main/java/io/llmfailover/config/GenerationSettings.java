package io.llmfailover.config;

import io.llmfailover.FailureKind;
import java.time.Duration;
import java.util.Set;

/**
 * How a generation goes.
 *
 * @param deadline the whole generation, all links and retries; {@code llm.deadline}
 * @param maxInFlight generations at once; {@code llm.max-in-flight}
 * @param patience a wait hint up to this is waited for on the same link, once; {@code
 *     llm.retry-after.patience}
 * @param stopOn kinds of failure that end the generation; {@code llm.on.<reason>}
 * @param replaceRetired whether a retired model's replacement is the next link; {@code
 *     llm.replace-retired}
 * @param handoffMessage what the customer reads when all links failed; {@code llm.handoff.message}
 * @param reserve time of the deadline that is kept for each link still waiting; {@code
 *     llm.deadline.reserve}
 * @param maxAttempts links called in one generation at most; {@code llm.max-attempts}
 * @param retryShare same-link retries as a share of a provider's calls at most, 0 to 1; {@code
 *     llm.retry.max-share}
 * @param streamMax a stream, from its start to its last piece; {@code llm.stream.max}
 * @param repairs how often a link is told what is wrong with its answer and asked once more, 0 to
 *     10; {@code llm.repair}
 * @param toolRounds how often a model is asked again after it asked for tools, 1 to 1000; {@code
 *     llm.tools.max-rounds}
 */
public record GenerationSettings(
    Duration deadline,
    int maxInFlight,
    Duration patience,
    Set<FailureKind> stopOn,
    boolean replaceRetired,
    String handoffMessage,
    Duration reserve,
    int maxAttempts,
    double retryShare,
    Duration streamMax,
    int repairs,
    int toolRounds) {
  /** Copies the set. */
  public GenerationSettings {
    stopOn = Set.copyOf(stopOn);
  }
}
