/**
 * Answers held against the JSON Schema that was asked for.
 *
 * <p>Reaches the engine through its port only, {@link io.llmfailover.AnswerCheck}.
 *
 * <p>Schemas come from callers and are hostile until shown otherwise: nothing they name is ever
 * fetched; their depth, their size and the work of one check are bounded. One no answer could be
 * held against is refused before any link is asked. What turns out to be too much work only while
 * an answer is checked counts in the answer's favour: it must not fail every link.
 */
package io.llmfailover.structured.schema;
