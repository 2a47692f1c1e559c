/**
 * The engine: the door ({@link io.llmfailover.failover.Failover} and its interceptor), the walk
 * along the chain, and what others may hear of it.
 *
 * <p>Decisions: the walk is asynchronous from end to end and holds no thread; it is plain Java on
 * given time, so that it can be driven by a test in one thread; CDI appears only in the beans at
 * the edge. Exactly one attempt is recorded for each link that was considered.
 *
 * <p>Knows {@code provider}, {@code config}, {@code chain} and the root; no wire dialect, no
 * feature.
 */
package io.llmfailover.failover;
