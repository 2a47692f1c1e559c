/**
 * What models write, as types of the application: their JSON Schemas, and how answers and the
 * arguments of tools are read into them.
 *
 * <p>Reaches the engine through its port only, {@link io.llmfailover.failover.AnswerTypes}. Knows
 * no provider and no wire dialect: how a schema is asked for is theirs. Nor does it know the
 * packages inside: {@code tools} runs tools, {@code schema} holds answers against schemas, and
 * neither knows the other.
 *
 * <p>A schema says what is read, neither more nor less, and the same of a type wherever it stands.
 * What cannot be said in a schema is refused before any link is asked.
 */
package io.llmfailover.structured;
