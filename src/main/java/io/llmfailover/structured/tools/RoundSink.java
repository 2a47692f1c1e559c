package io.llmfailover.structured.tools;

import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes one stream of the streams of all rounds. Words are handed on as they come; calls of tools
 * are held until it is clear who runs them.
 */
final class RoundSink implements PieceSink {
  private final PieceSink sink;

  // Guarded by this.
  private final List<Piece> earlier = new ArrayList<>();
  private final List<Piece> handed = new ArrayList<>();
  private final List<Piece> held = new ArrayList<>();
  private boolean started;

  RoundSink(PieceSink sink) {
    this.sink = sink;
  }

  @Override
  public void started(StreamStart start) {
    synchronized (this) {
      if (started) {
        return;
      }
      started = true;
    }
    sink.started(start);
  }

  /** Whether somebody listens: answers that are wanted whole never start. */
  synchronized boolean listening() {
    return started;
  }

  @Override
  public void accept(Piece piece) {
    synchronized (this) {
      if (piece instanceof Piece.ToolStart || piece instanceof Piece.ToolArguments) {
        held.add(piece);
        return;
      }
      handed.add(piece);
    }
    sink.accept(piece);
  }

  @Override
  public boolean restart() {
    List<Piece> again;
    synchronized (this) {
      held.clear();
      if (handed.isEmpty()) {
        // This round was not heard yet, and the earlier ones are not void.
        return true;
      }
      again = List.copyOf(earlier);
    }
    if (!sink.restart()) {
      return false;
    }
    synchronized (this) {
      handed.clear();
    }
    again.forEach(sink::accept);
    return true;
  }

  @Override
  public boolean canRestart() {
    return sink.canRestart();
  }

  @Override
  public CompletionStage<?> ready() {
    return sink.ready();
  }

  /**
   * The tools asked for are run here: the caller does not hear of them, and the next round comes.
   */
  synchronized void nextRound() {
    held.clear();
    handed.forEach(this::keep);
    handed.clear();
  }

  /**
   * Joined to the one before where it can be: nobody shall be given thousands of pieces at once.
   */
  private void keep(Piece piece) {
    int last = earlier.size() - 1;
    if (last >= 0 && piece instanceof Piece.Text more && earlier.get(last) instanceof Piece.Text) {
      earlier.set(last, new Piece.Text(earlier.get(last).text() + more.text()));
    } else {
      earlier.add(piece);
    }
  }

  /**
   * The tools asked for are the caller's: hands their calls on. Ends when the sink has them all.
   */
  CompletionStage<?> handOnHeld() {
    List<Piece> calls;
    synchronized (this) {
      calls = List.copyOf(held);
      held.clear();
    }
    CompletionStage<?> done = CompletableFuture.completedFuture(null);
    for (Piece piece : calls) {
      done =
          done.thenCompose(
              before -> {
                sink.accept(piece);
                return sink.ready();
              });
    }
    return done;
  }
}
