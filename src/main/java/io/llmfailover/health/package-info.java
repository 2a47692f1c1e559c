/**
 * The memory of links between generations: which rest and until when, which providers fail too
 * often, how long answers take, and what an operator took out.
 *
 * <p>Decisions: it learns only from reported attempts and answers only from memory, so it costs no
 * call and no thread of its own. A cooldown belongs to a link or to a provider's key; each is a
 * small object with a lock of its own, which well links never take. After a rest exactly one
 * generation goes ahead as the probe. What is remembered is bounded, because callers can name any
 * model of a known provider.
 *
 * <p>Implements ports of {@code failover}; knows {@code provider}, {@code config}, {@code chain}
 * and the root. No other feature knows it; the surfaces read {@link
 * io.llmfailover.health.LinkReport} and pass on what operators ask.
 */
package io.llmfailover.health;
