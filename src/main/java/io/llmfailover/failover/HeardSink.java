package io.llmfailover.failover;

import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import java.util.concurrent.CompletionStage;

/** A sink of which is known whether it was given anything. */
final class HeardSink implements PieceSink {
  private final PieceSink sink;
  private volatile boolean any;

  HeardSink(PieceSink sink) {
    this.sink = sink;
  }

  /** Whether it holds a part of an answer. */
  boolean any() {
    return any;
  }

  @Override
  public void started(StreamStart start) {
    sink.started(start);
  }

  @Override
  public void accept(Piece piece) {
    any = true;
    sink.accept(piece);
  }

  @Override
  public boolean restart() {
    boolean restarts = sink.restart();
    any &= !restarts;
    return restarts;
  }

  @Override
  public boolean canRestart() {
    return sink.canRestart();
  }

  @Override
  public CompletionStage<?> ready() {
    return sink.ready();
  }
}
