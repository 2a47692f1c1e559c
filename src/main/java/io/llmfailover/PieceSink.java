package io.llmfailover;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the pieces of a stream as they come. Its methods are called one at a time, in order, on
 * threads of the server. A sink that blocks holds up its own stream and no other: the provider is
 * not read further meanwhile.
 *
 * <pre>{@code
 * llm.stream("Habari ya leo?", piece -> out.print(piece.text()));
 * }</pre>
 */
@FunctionalInterface
public interface PieceSink {
  /** More of the answer. What it throws ends the stream as if its caller had cancelled it. */
  void accept(Piece piece);

  /** The first piece is about to come: a link has begun to answer. Called once. */
  default void started(StreamStart start) {}

  /**
   * All pieces so far are void, because the link that sent them failed and the answer begins anew.
   *
   * @return whether this sink could take them back; when not, the stream ends in a {@link
   *     StreamBrokenException}. The default cannot.
   */
  default boolean restart() {
    return false;
  }

  /**
   * Whether {@link #restart} would take back what came so far. A sink that can gets the pieces of
   * an answer that is checked in the end while they come; others get them when it has been approved
   * of. The default cannot.
   */
  default boolean canRestart() {
    return false;
  }

  /**
   * When the next piece may come. Asked after each piece; a sink that does not block, and is not
   * done with what it has, gives a stage that completes later.
   */
  default CompletionStage<?> ready() {
    return CompletableFuture.completedStage(null);
  }
}
