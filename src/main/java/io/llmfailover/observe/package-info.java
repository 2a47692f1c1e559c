/**
 * Seen from outside: MicroProfile Metrics from attempts and finished generations, and MicroProfile
 * Health.
 *
 * <p>Decisions: labels are names somebody configured, never what a caller sent ({@code other}
 * stands for those), so that the number of series is bounded; a metric object is looked up in a map
 * of our own, not in the registry, on the path of a request; readiness depends on this server
 * alone, never on a provider, or one provider's outage would take every replica out. In a server
 * without MicroProfile Metrics or Health the beans here are inert or absent, and nothing else
 * changes.
 *
 * <p>Knows {@code failover}, {@code provider}, {@code config}, {@code chain} and the root; nothing
 * imports it. The only package that knows the APIs of MicroProfile Metrics and Health.
 */
package io.llmfailover.observe;
