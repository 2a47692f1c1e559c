/**
 * Which chain a prompt gets for which nobody named one, and which of a chain's links is tried
 * first: by language, by how demanding the task is, by price, by speed, by what answered lately.
 *
 * <p>Decisions: a rule of order only reorders, it neither adds nor drops a link; a route only puts
 * links in front of those there would have been; whether a link may be called is not their
 * business. One class knows the library that tells languages, and is not loaded unless a rule needs
 * it. Knows {@code failover}, {@code provider}, {@code config}, {@code chain} and the root; no
 * other feature.
 */
package io.llmfailover.routing;
