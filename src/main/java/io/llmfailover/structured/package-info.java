/**
 * Machine-readable turns: answers checked against a JSON Schema, answers read into types of the
 * application, tool calls run and fed back.
 *
 * <p>Reaches the engine through its ports only: {@link io.llmfailover.AnswerCheck}, {@link
 * io.llmfailover.failover.AnswerTypes} and {@link io.llmfailover.failover.Stage}. Knows no provider
 * and no wire dialect: how a schema is asked for is theirs.
 *
 * <p>Schemas come from callers and are hostile until shown otherwise: nothing they name is ever
 * fetched; their depth, their size and the work of one check are bounded. One no answer could be
 * held against is refused before any link is asked. What turns out to be too much work only while
 * an answer is checked counts in the answer's favour: it must not fail every link.
 */
package io.llmfailover.structured;
