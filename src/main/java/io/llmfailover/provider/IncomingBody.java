package io.llmfailover.provider;

import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.apache.hc.core5.http.nio.CapacityChannel;

/** The body of one answer on its way in. Used by one connection's thread at a time. */
interface IncomingBody {
  /**
   * The next piece.
   *
   * @param piece the connection's own, to be copied
   */
  void take(ByteBuffer piece);

  /** The client reads no further until more is asked for here. */
  void readOn(CapacityChannel more) throws IOException;

  /** Whether {@link #answer} takes long: not for the connection's thread. */
  boolean encoded();

  /**
   * The answer. To be called once, when nothing of the body follows any more.
   *
   * @return completes when all of the body that is handed on has been taken
   */
  CompletionStage<WireAnswer> answer(Ending ending);

  /** What becomes of a body, decided when status and headers have come. */
  @FunctionalInterface
  interface Reception {
    /**
     * A place for the body of this answer.
     *
     * @param head status and headers
     * @param announced its length in bytes; negative when nobody said
     * @param onTooLong told once when there is more than is read; nothing follows
     */
    IncomingBody receive(WireHead head, long announced, Runnable onTooLong);
  }
}
