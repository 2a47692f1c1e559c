package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.json.WrittenJson;
import java.util.function.UnaryOperator;

/**
 * One API as callers know it: how its requests are read, and its answers, errors and streams
 * written. Thread-safe; a surface whose address says part of the request is made for each.
 */
public interface Surface {
  /**
   * Reads a request.
   *
   * @throws io.llmfailover.InvalidPromptException naming the field that is wrong, as this surface
   *     calls it
   */
  Asked read(byte[] body);

  /** Writes a whole answer, as JSON. */
  WrittenJson answer(Asked asked, Answer answer);

  /** How errors look here. */
  ErrorShape errors();

  /** Writes one stream. */
  StreamWriter stream(Asked asked, String id);

  /** Writes errors as one surface's callers expect them. Stateless. */
  interface ErrorShape {
    /** The body for a generation that ended without an answer, as JSON. */
    byte[] of(Errors.Kind kind, LlmException end);

    /** The body for a request that never became a generation, as JSON. */
    byte[] of(Errors.Kind kind, String message);

    /**
     * Whether requests to this address expect errors of this shape. Shapes are beans; the native
     * one serves where none of the others does.
     *
     * @param path below the context root, for instance {@code /v1/messages}
     * @param header the request's headers by name; null for one that is missing
     */
    default boolean at(String path, UnaryOperator<String> header) {
      return false;
    }
  }
}
