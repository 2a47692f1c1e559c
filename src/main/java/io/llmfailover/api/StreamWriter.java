package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;

/**
 * Writes the events of one stream as its surface has them. Called by one thread at a time, in this
 * order: {@link #started} once, or never when the stream fails before; pieces and restarts; then
 * exactly one of {@link #answered} and {@link #failed}.
 */
public interface StreamWriter {
  /** The first piece is about to come. */
  void started(StreamStart start, EventSink events);

  /** More of the answer. A piece this surface has no event for is left out. */
  void piece(Piece piece, EventSink events);

  /**
   * What was written so far is void.
   *
   * @return false when this surface has no way to say so, and nothing was written
   */
  default boolean restart(EventSink events) {
    return false;
  }

  /** Whether {@link #restart} can say that what was written is void. */
  default boolean canRestart() {
    return false;
  }

  /** What its readers get while there is nothing to write. */
  default Beat beat() {
    return Beat.COMMENT;
  }

  /** The answer is whole: writes all that is still due, the one terminal event last. */
  void answered(Answer answer, EventSink events);

  /** The stream ends in an error, after headers were sent: writes the one terminal event. */
  void failed(LlmException end, EventSink events);
}
