package io.llmfailover.provider;

import io.llmfailover.provider.WireAnswer.Ending;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Hands one body on as it comes, up to a limit. The next piece is asked for when the one before was
 * taken: a slow taker slows the upstream down and fills no memory. Never blocks the connection's
 * thread.
 */
final class FlowingBody implements IncomingBody {
  private final ResponseInfo head;
  private final BodyFlow into;
  private final int limit;
  private final Runnable onPiece;
  private final Runnable onTooLong;
  private final CompletableFuture<IncomingBody> whole = new CompletableFuture<>();
  private volatile CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
  private Subscription subscription;
  private long length;

  /**
   * Starts with nothing handed on.
   *
   * @param limit bytes handed on at most
   */
  FlowingBody(ResponseInfo head, BodyFlow into, int limit, Runnable onPiece, Runnable onTooLong) {
    this.head = head;
    this.into = into;
    this.limit = limit;
    this.onPiece = onPiece;
    this.onTooLong = onTooLong;
  }

  @Override
  public ResponseInfo head() {
    return head;
  }

  @Override
  public CompletionStage<WireAnswer> answer(Ending ending) {
    WireAnswer answer = new WireAnswer(head.statusCode(), head.headers(), new byte[0], ending);
    return taken.thenApply(nothing -> answer);
  }

  @Override
  public CompletionStage<IncomingBody> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    onPiece.run();
    for (ByteBuffer piece : pieces) {
      length += piece.remaining();
    }
    if (length > limit) {
      subscription.cancel();
      onTooLong.run();
      return;
    }
    CompletableFuture<Void> all = new CompletableFuture<>();
    taken = all;
    handOn(pieces.iterator(), all);
  }

  private void handOn(Iterator<ByteBuffer> left, CompletableFuture<Void> all) {
    while (left.hasNext()) {
      CompletableFuture<?> one = into.chunk(left.next()).toCompletableFuture();
      if (!one.isDone()) {
        one.whenComplete((nothing, never) -> handOn(left, all));
        return;
      }
    }
    all.complete(null);
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
