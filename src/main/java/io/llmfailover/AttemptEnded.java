package io.llmfailover;

/**
 * CDI event: a link was tried or passed over. Observe it synchronously or with {@code
 * ObservesAsync}; a synchronous observer runs before the generation goes on, on its thread.
 *
 * @param generation the generation's id
 * @param chain the chain's name
 * @param attempt what became of the link
 */
public record AttemptEnded(String generation, String chain, Attempt attempt) {}
