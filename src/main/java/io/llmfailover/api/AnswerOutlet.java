package io.llmfailover.api;

/** Where the answer to one request goes when it goes out in one piece. */
@FunctionalInterface
public interface AnswerOutlet {
  /**
   * Sends it. Called once at most, on any thread; may block until the client has taken it, and
   * throws nothing when it does not.
   */
  void answer(WholeAnswer answer);
}
