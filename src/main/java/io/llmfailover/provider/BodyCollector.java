package io.llmfailover.provider;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Collects one body, piece by piece, up to a limit. What came stays readable when the connection is
 * lost in the middle. Used by one connection's thread at a time; never blocks it.
 */
final class BodyCollector implements BodySubscriber<BodyCollector> {
  private static final int FIRST_GUESS = 4096;

  private final ResponseInfo head;
  private final int limit;
  private final Runnable onPiece;
  private final Runnable onTooLong;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream(FIRST_GUESS);
  private final CompletableFuture<BodyCollector> whole = new CompletableFuture<>();
  private Subscription subscription;
  private boolean tooLong;

  /**
   * Starts with nothing collected.
   *
   * @param head status and headers of the answer
   * @param limit bytes kept at most
   * @param onPiece told of each piece
   * @param onTooLong told once when there is more than the limit; nothing follows
   */
  BodyCollector(ResponseInfo head, int limit, Runnable onPiece, Runnable onTooLong) {
    this.head = head;
    this.limit = limit;
    this.onPiece = onPiece;
    this.onTooLong = onTooLong;
  }

  /** Status and headers. */
  ResponseInfo head() {
    return head;
  }

  /** What came so far. To be called when nothing follows any more. */
  byte[] bytes() {
    return collected.toByteArray();
  }

  @Override
  public CompletionStage<BodyCollector> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    if (tooLong) {
      return;
    }
    onPiece.run();
    for (ByteBuffer piece : pieces) {
      if (piece.remaining() > limit - collected.size()) {
        tooLong = true;
        subscription.cancel();
        onTooLong.run();
        return;
      }
      // Copied, for the client's buffers are large and may hold very little.
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      collected.writeBytes(copy);
    }
    subscription.request(1);
  }

  @Override
  public void onError(Throwable lost) {
    whole.completeExceptionally(lost);
  }

  @Override
  public void onComplete() {
    whole.complete(this);
  }
}
