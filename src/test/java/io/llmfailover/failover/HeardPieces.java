package io.llmfailover.failover;

import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes down what a caller hears. */
final class HeardPieces implements PieceSink {
  private final boolean restarts;
  private final List<StreamStart> starts = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
  private int restarted;

  private HeardPieces(boolean restarts) {
    this.restarts = restarts;
  }

  /** One that cannot take back what it heard. */
  static HeardPieces forGood() {
    return new HeardPieces(false);
  }

  /** One that can. */
  static HeardPieces restartable() {
    return new HeardPieces(true);
  }

  @Override
  public void started(StreamStart start) {
    starts.add(start);
  }

  @Override
  public void accept(Piece piece) {
    pieces.add(piece);
  }

  @Override
  public boolean restart() {
    if (restarts) {
      pieces.clear();
      restarted++;
    }
    return restarts;
  }

  @Override
  public boolean canRestart() {
    return restarts;
  }

  @Override
  public CompletionStage<?> ready() {
    return ready;
  }

  /** From now on not ready until the future given back completes. */
  CompletableFuture<Void> busy() {
    ready = new CompletableFuture<>();
    return ready;
  }

  /** All text since the last restart. */
  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  List<StreamStart> starts() {
    return List.copyOf(starts);
  }

  int restarted() {
    return restarted;
  }
}
