/**
 * How one link is called, and what its failures mean: the {@code io.llmfailover.provider.Provider}
 * beans with their Fault Tolerance annotations, the {@code io.llmfailover.provider.Transport}, the
 * {@code io.llmfailover.provider.Dialect}s and the judge ({@code FailureJudge}, {@code
 * io.llmfailover.provider.ReplyJudge}).
 *
 * <p>Decisions: one concrete class per provider kind, because the Fault Tolerance runtime reads
 * annotations from the class; what may be repeated on the same link is decided by the judge, not by
 * the annotation. Fault Tolerance is asked when a call may be repeated, or limits calls by its own
 * keys, and stands aside otherwise. One HTTP client for all providers, whose threads must not be
 * held. A key goes to its own provider and nowhere else.
 *
 * <p>Knows {@code config}, {@code chain} and the root; no wire dialect and nothing of the walk.
 */
package io.llmfailover.provider;
