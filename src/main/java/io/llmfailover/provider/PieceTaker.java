package io.llmfailover.provider;

import io.llmfailover.Piece;
import io.llmfailover.Usage;
import java.util.concurrent.CompletionStage;

/** Takes what one link says while it is still speaking. Called by one thread at a time. */
public interface PieceTaker {
  /**
   * Whether the next piece must come on a thread that may be held, because taking it could block or
   * run code of others. When not, it may come on the connection's own. Asked before each piece.
   */
  default boolean mayBlock() {
    return true;
  }

  /**
   * One piece. Nothing more is read from the provider until the stage given back has completed.
   *
   * @return completes when the next piece may come; never exceptionally
   */
  CompletionStage<?> take(Piece piece);

  /**
   * Tokens counted so far. May come often, each time in place of what came before, and on any
   * thread; must not block.
   */
  void used(Usage soFar);
}
