package io.llmfailover;

import java.util.List;

/**
 * CDI event: no link of the chain gave a usable answer. What a human hand-over hangs on: it carries
 * the question as well as what became of each link.
 *
 * @param generation the generation's id
 * @param chain the chain's name
 * @param handoffId what the caller was told to refer to
 * @param prompt what was asked
 * @param attempts what became of each link, in order
 */
public record ChainExhausted(
    String generation, String chain, String handoffId, Prompt prompt, List<Attempt> attempts) {
  /** Copies the attempts. */
  public ChainExhausted {
    attempts = List.copyOf(attempts);
  }
}
