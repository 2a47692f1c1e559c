package io.llmfailover.provider;

import io.llmfailover.Piece;
import io.llmfailover.Usage;
import java.util.function.Consumer;

/** Where the pieces of one answer come from. For one thread at a time. */
interface PieceSource {
  /** Before anything has come. */
  PieceSource NOTHING_YET =
      new PieceSource() {
        @Override
        public boolean next(Consumer<Piece> pieces) {
          return false;
        }

        @Override
        public boolean finished() {
          return false;
        }

        @Override
        public boolean ended() {
          return false;
        }

        @Override
        public Usage usage() {
          return Usage.UNKNOWN;
        }

        @Override
        public Reply reply() {
          throw new IllegalStateException("nothing has come");
        }
      };

  /**
   * Goes one step on and gives the pieces it brings, often none.
   *
   * @return false when there is no step to go before more has come
   * @throws ProviderException when the step shows that the answer failed
   */
  boolean next(Consumer<Piece> pieces);

  /** Whether the model has come to its end: what is missing then is only formality. */
  boolean finished();

  /** Whether nothing of use can follow. */
  boolean ended();

  /** Tokens counted so far. */
  Usage usage();

  /**
   * The whole answer, once {@link #finished} or {@link #ended}.
   *
   * @throws ProviderException when it is of no use
   */
  Reply reply();
}
