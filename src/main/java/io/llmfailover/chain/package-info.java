/**
 * Which links exist and in what order: {@link io.llmfailover.chain.Chain}, {@link
 * io.llmfailover.chain.Link} and what is known about a link's provider and model.
 *
 * <p>Decisions: all values, all immutable, made as a whole when configuration is read. Knows only
 * the root package.
 */
package io.llmfailover.chain;
