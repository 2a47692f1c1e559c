package io.llmfailover.provider;

import io.llmfailover.Piece;
import io.llmfailover.Usage;
import java.util.concurrent.CompletionStage;

/** Takes what one link says while it is still speaking. Called by one thread at a time. */
public interface PieceTaker {
  /**
   * One piece. Nothing more is read from the provider until the stage given back has completed.
   *
   * @return completes when the next piece may come; never exceptionally
   */
  CompletionStage<?> take(Piece piece);

  /** Tokens counted so far. May come often, each time in place of what came before. */
  void used(Usage soFar);
}
