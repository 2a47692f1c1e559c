package io.llmfailover.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;

/**
 * Tells whether bytes are one JSON value, the beginning of one, or neither. It feeds them to an
 * incremental parser: what that parser would accept more of is a beginning, whatever place it stops
 * at (inside a number, a literal, an escape).
 *
 * @param state what it is
 * @param end where the value ends, exclusive; only when {@link State#COMPLETE}
 * @param container whether the value is an object or an array
 */
record JsonText(State state, int end, boolean container) {
  /** What bytes can be. */
  enum State {
    /** They begin with a whole value. */
    COMPLETE,
    /** They end inside a value, and are right until there. */
    CUT,
    /** They are no JSON. */
    BROKEN
  }

  private static final JsonText CUT_CONTAINER = new JsonText(State.CUT, 0, true);
  private static final JsonText CUT_SCALAR = new JsonText(State.CUT, 0, false);
  private static final JsonText BROKEN = new JsonText(State.BROKEN, 0, false);

  /** Looks at the value that starts at {@code from}, leading blanks allowed. */
  static JsonText scan(byte[] bytes, int from) {
    try (JsonParser parser = Json.FACTORY.createNonBlockingByteArrayParser()) {
      ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
      feeder.feedInput(bytes, from, bytes.length);
      JsonToken token = parser.nextToken();
      if (token == null || token == JsonToken.NOT_AVAILABLE) {
        return scalarAtEnd(parser, feeder, bytes.length);
      }
      boolean container = token.isStructStart();
      int depth = container ? 1 : 0;
      while (depth > 0) {
        token = parser.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
          return CUT_CONTAINER;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return new JsonText(State.COMPLETE, endOf(parser, from), container);
    } catch (IOException notJson) {
      return BROKEN;
    }
  }

  /** A root number or literal is known to be whole only when the input is known to have ended. */
  private static JsonText scalarAtEnd(JsonParser parser, ByteArrayFeeder feeder, int length) {
    feeder.endOfInput();
    try {
      JsonToken token = parser.nextToken();
      return token == null || token == JsonToken.NOT_AVAILABLE
          ? CUT_SCALAR
          : new JsonText(State.COMPLETE, length, false);
    } catch (IOException endsInside) {
      return CUT_SCALAR;
    }
  }

  private static int endOf(JsonParser parser, int from) {
    return from + (int) parser.currentLocation().getByteOffset();
  }
}
