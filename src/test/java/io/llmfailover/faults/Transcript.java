package io.llmfailover.faults;

import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what the caller of a stream hears. Thread-safe. */
final class Transcript implements PieceSink {
  private final boolean takesBack;
  private final List<StreamStart> starts = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private int restarts;

  private Transcript(boolean takesBack) {
    this.takesBack = takesBack;
  }

  /** What was heard cannot be taken back, as by most callers. */
  static Transcript forGood() {
    return new Transcript(false);
  }

  /** What was heard is forgotten when the stream restarts. */
  static Transcript restartable() {
    return new Transcript(true);
  }

  @Override
  public synchronized void started(StreamStart start) {
    starts.add(start);
  }

  @Override
  public synchronized void accept(Piece piece) {
    pieces.add(piece);
    notifyAll();
  }

  @Override
  public synchronized boolean restart() {
    restarts++;
    if (takesBack) {
      pieces.clear();
    }
    return takesBack;
  }

  /** Waits until the text begins so. */
  synchronized void awaitText(String beginning) {
    long end = System.nanoTime() + Wired.PATIENCE.toNanos();
    while (!text().startsWith(beginning)) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError("not heard: " + beginning + ", but: " + this);
      }
      try {
        wait(left);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
    }
  }

  /** Who was announced, each time. */
  synchronized List<StreamStart> starts() {
    return List.copyOf(starts);
  }

  /** All pieces since the last restart. */
  synchronized List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** How often it was asked to take back what it heard. */
  synchronized int restarts() {
    return restarts;
  }

  /** All text since the last restart. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** The arguments of each tool call, in their order. */
  synchronized List<String> toolArguments() {
    Map<Integer, String> calls = new TreeMap<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.ToolStart start) {
        calls.put(start.index(), "");
      } else if (piece instanceof Piece.ToolArguments more) {
        calls.merge(more.index(), more.json(), String::concat);
      }
    }
    return List.copyOf(calls.values());
  }

  @Override
  public synchronized String toString() {
    return starts + " " + pieces;
  }
}
