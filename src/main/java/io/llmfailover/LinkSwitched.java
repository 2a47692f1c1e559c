package io.llmfailover;

/**
 * CDI event: a link failed and the next one is tried.
 *
 * @param generation the generation's id
 * @param chain the chain's name
 * @param from the link that failed, {@code provider/model}
 * @param to the link that is tried next, {@code provider/model}
 * @param reason why the first failed
 */
public record LinkSwitched(
    String generation, String chain, String from, String to, FailureKind reason) {}
