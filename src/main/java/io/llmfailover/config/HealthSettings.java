package io.llmfailover.config;

import java.time.Duration;

/**
 * How failures are remembered.
 *
 * @param cooldown first rest after overload, server error, timeout or lost connection without a
 *     wait hint; zero switches it off; {@code llm.cooldown}
 * @param cooldownMax what it doubles up to while probes fail; {@code llm.cooldown.max}
 * @param cooldownAfter failures in a row that start it, a timeout counting two; {@code
 *     llm.cooldown.after}
 * @param rateLimited rest after a rate limit without a hint; {@code llm.cooldown.rate-limited}
 * @param quota rest of a provider key whose money is used up; {@code llm.cooldown.quota}
 * @param auth rest of a provider key that is not accepted; {@code llm.cooldown.auth}
 * @param window what a failure rate is taken over; {@code llm.health.window}
 * @param minCalls fewer calls in the window make no rate; {@code llm.health.min-calls}
 * @param failureRate a provider above it is unhealthy, 0 to 1; 1 switches the rule off; {@code
 *     llm.health.failure-rate}
 */
public record HealthSettings(
    Duration cooldown,
    Duration cooldownMax,
    int cooldownAfter,
    Duration rateLimited,
    Duration quota,
    Duration auth,
    Duration window,
    int minCalls,
    double failureRate) {}
