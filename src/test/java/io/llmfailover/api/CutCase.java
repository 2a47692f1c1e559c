package io.llmfailover.api;

import io.llmfailover.StreamPolicy;
import io.llmfailover.upstream.SpokenStream.Dialect;

/**
 * One way to break one stream.
 *
 * @param number tells cases apart, also on the wire
 * @param words what is answered
 * @param client the surface's client
 * @param first how the link speaks that breaks off
 * @param second how the link speaks that goes on
 * @param position so many tokens come before it breaks
 * @param breaking how
 * @param torn whether half of the next event comes before it breaks
 * @param going what the second link says
 * @param prefilled whether the second link is known to go on from a prefill
 * @param largestPiece bytes that the upstreams send at once, at most
 */
record CutCase(
    int number,
    Words words,
    StreamPolicy policy,
    StreamClient client,
    Dialect first,
    Dialect second,
    int position,
    Breaking breaking,
    boolean torn,
    Going going,
    boolean prefilled,
    int largestPiece) {

  /** What is answered. */
  enum Words {
    TEXT,
    JSON,
    TOOLS,
    /** Arguments of two calls in turn; of OpenAI's dialect only. */
    TOOLS_SIDE_BY_SIDE
  }

  /** How a stream breaks. */
  enum Breaking {
    /** The connection is closed before the last chunk. */
    CLOSED,
    RESET,
    /** All is well, but for the finish that never came. */
    ENDED,
    STALLED
  }

  /** What a link says that is asked to go on. */
  enum Going {
    EXACTLY,
    OVER,
    REPEATING
  }

  /** The same with all that follows from its number: no pair of dialects and modes is left out. */
  static CutCase of(
      int number,
      Words words,
      StreamPolicy policy,
      StreamClient client,
      Dialect first,
      int position,
      Breaking breaking) {
    int turn = position + 5 * client.ordinal() + 7 * breaking.ordinal() + 11 * policy.ordinal();
    return new CutCase(
        number,
        words,
        policy,
        client,
        first,
        Dialect.values()[turn % 3],
        position,
        breaking,
        turn / 9 % 2 == 1,
        Going.values()[turn / 3 % 3],
        turn / 18 % 2 == 1,
        Integer.MAX_VALUE);
  }

  /** The same under another number, its bytes in pieces. */
  CutCase inPieces(int another, int largest) {
    return new CutCase(
        another, words, policy, client, first, second, position, breaking, torn, going, prefilled,
        largest);
  }

  @Override
  public String toString() {
    return String.format(
        "#%d %s for %s, policy %s: %s %s after %d%s, %s%s goes on %s%s",
        number,
        words,
        client,
        policy.code(),
        first,
        breaking,
        position,
        torn ? " and a half" : "",
        second,
        prefilled ? " (prefill)" : "",
        going,
        largestPiece == Integer.MAX_VALUE ? "" : ", pieces up to " + largestPiece);
  }
}
