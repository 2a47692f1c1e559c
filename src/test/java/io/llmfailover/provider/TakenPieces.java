package io.llmfailover.provider;

import io.llmfailover.Piece;
import io.llmfailover.Usage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes pieces and writes them down; a test says when it is ready for more. Thread-safe. */
final class TakenPieces implements PieceTaker {
  private final List<Piece> pieces = new CopyOnWriteArrayList<>();
  private final List<Usage> usages = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

  @Override
  public CompletionStage<?> take(Piece piece) {
    pieces.add(piece);
    first.countDown();
    return ready;
  }

  @Override
  public void used(Usage soFar) {
    usages.add(soFar);
  }

  /** From now on no piece may follow the one that is taken. */
  void hold() {
    ready = new CompletableFuture<>();
  }

  /** The next may come. */
  void release() {
    CompletableFuture<Void> held = ready;
    ready = CompletableFuture.completedFuture(null);
    held.complete(null);
  }

  /** Waits, in real time, for the first piece. */
  void awaitFirst() throws InterruptedException {
    if (!first.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no piece");
    }
  }

  List<Piece> pieces() {
    return pieces;
  }

  List<Usage> usages() {
    return usages;
  }

  /** The words so far; thoughts in brackets. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          piece instanceof Piece.Reasoning thought ? "[" + thought.thought() + "]" : piece.text());
    }
    return text.toString();
  }
}
