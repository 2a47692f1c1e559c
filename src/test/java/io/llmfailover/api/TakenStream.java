package io.llmfailover.api;

import java.util.List;

/**
 * What a client has when a stream is over, as its vendor's SDK would put it together.
 *
 * @param text all text of the answer that counts; what a restart made void does not
 * @param complete whether the client takes the answer for whole; otherwise it got an error
 * @param calls tool calls that the client takes for whole, each {@code name arguments}
 * @param restarts how often what was sent was declared void
 */
record TakenStream(String text, boolean complete, List<String> calls, int restarts) {
  TakenStream {
    calls = List.copyOf(calls);
  }

  static TakenStream whole(String text, List<String> calls) {
    return new TakenStream(text, true, calls, 0);
  }

  static TakenStream broken(String text, List<String> calls) {
    return new TakenStream(text, false, calls, 0);
  }
}
