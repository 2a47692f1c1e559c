package io.llmfailover.provider;

import io.llmfailover.provider.ContentCoding.Decoded;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;

/**
 * Collects one body, piece by piece, up to a limit. What came stays readable when the connection is
 * lost in the middle. Used by one connection's thread at a time; never blocks it.
 */
final class BodyCollector implements IncomingBody {
  private static final int FIRST_GUESS = 4096;

  private final ResponseInfo head;
  private final int limit;
  private final Runnable onPiece;
  private final Runnable onTooLong;
  private final Function<WireAnswer, CompletionStage<WireAnswer>> then;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream(FIRST_GUESS);
  private final CompletableFuture<IncomingBody> whole = new CompletableFuture<>();
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
    this(head, limit, onPiece, onTooLong, CompletableFuture::completedFuture);
  }

  private BodyCollector(
      ResponseInfo head,
      int limit,
      Runnable onPiece,
      Runnable onTooLong,
      Function<WireAnswer, CompletionStage<WireAnswer>> then) {
    this.head = head;
    this.limit = limit;
    this.onPiece = onPiece;
    this.onTooLong = onTooLong;
    this.then = then;
  }

  /** The same for a body that is handed on in one chunk when all of it has come. */
  static BodyCollector handingOn(
      BodyFlow into, ResponseInfo head, int limit, Runnable onPiece, Runnable onTooLong) {
    return new BodyCollector(head, limit, onPiece, onTooLong, answer -> handOn(answer, into));
  }

  @Override
  public ResponseInfo head() {
    return head;
  }

  /** {@inheritDoc} Decodes it: not for the client's thread, except when nothing is encoded. */
  @Override
  public CompletionStage<WireAnswer> answer(Ending ending) {
    HttpHeaders headers = head.headers();
    Decoded decoded = ContentCoding.decode(headers, collected.toByteArray(), limit);
    boolean unreadable = ending == Ending.WHOLE && !decoded.whole();
    return then.apply(
        new WireAnswer(
            head.statusCode(), headers, decoded.bytes(), unreadable ? Ending.UNREADABLE : ending));
  }

  /** Hands the body on in one chunk, if it is one. */
  private static CompletionStage<WireAnswer> handOn(WireAnswer answer, BodyFlow into) {
    if (answer.ending() == Ending.UNREADABLE) {
      return CompletableFuture.completedFuture(answer.withoutBody());
    }
    return into.chunk(ByteBuffer.wrap(answer.body())).thenApply(taken -> answer.withoutBody());
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
