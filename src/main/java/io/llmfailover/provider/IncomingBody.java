package io.llmfailover.provider;

import io.llmfailover.provider.WireAnswer.Ending;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletionStage;

/** The body of one answer on its way in. Used by one connection's thread at a time. */
interface IncomingBody extends BodySubscriber<IncomingBody> {
  /** Status and headers. */
  ResponseInfo head();

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
     * @param onPiece told of each piece that comes
     * @param onTooLong told once when there is more than is read; nothing follows
     */
    IncomingBody receive(ResponseInfo head, Runnable onPiece, Runnable onTooLong);
  }
}
