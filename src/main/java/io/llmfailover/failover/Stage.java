package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Stands between an application and the walk: may change what is asked, and ask more than once
 * before the application has its answer. Thread-safe.
 */
public interface Stage {
  /** Whether it has anything to do for this prompt. */
  boolean concerns(Prompt prompt);

  /**
   * Brings the application its answer.
   *
   * @param callers runs things with the caller's security and context, one at a time
   * @param onward asks the chain
   * @param sink takes the pieces of a streamed answer; one that drops them when the answer is
   *     wanted whole
   * @return ends in an answer or an {@link io.llmfailover.LlmException}; cancelling it gives up
   *     what is under way
   */
  CompletableFuture<Answer> run(Prompt prompt, Executor callers, PieceSink sink, Onward onward);

  /** The rest of the way to the answer. */
  @FunctionalInterface
  interface Onward {
    /** Asks the chain once, with the pieces to this sink when the answer is wanted in pieces. */
    CompletableFuture<Answer> ask(Prompt prompt, PieceSink sink);
  }
}
