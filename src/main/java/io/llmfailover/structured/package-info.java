/**
 * Machine-readable turns: answers checked against a JSON Schema, answers read into types of the
 * application, tool calls run and fed back.
 *
 * <p>Reaches the engine through its ports only: {@link io.llmfailover.AnswerCheck}, {@link
 * io.llmfailover.failover.AnswerTypes} and {@link io.llmfailover.failover.Stage}. Knows no provider
 * and no wire dialect: how a schema is asked for is theirs.
 */
package io.llmfailover.structured;
