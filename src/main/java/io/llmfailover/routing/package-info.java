/**
 * Which link is tried first: rules that put the links of a chain into another order.
 *
 * <p>Decisions: a rule only reorders, it neither adds nor drops a link; whether a link may be
 * called is not its business. Knows {@code failover}, {@code provider}, {@code config}, {@code
 * chain} and the root; no other feature.
 */
package io.llmfailover.routing;
