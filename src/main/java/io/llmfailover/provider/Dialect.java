package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One wire dialect: how a prompt is written, how an answer is read. Stateless, thread-safe, never
 * blocks.
 */
public interface Dialect {
  /** The name used in configuration: {@code openai}, {@code gemini}, {@code anthropic}. */
  String name();

  /**
   * Writes the prompt for the call's link, its key included, and asks for a stream when the call is
   * {@linkplain ProviderCall#streaming() streaming}. What the link cannot be given is noted with
   * {@link ProviderCall#notice}.
   *
   * @throws ProviderException when the prompt cannot be said in this dialect at all ({@code
   *     unsupported})
   */
  WireRequest write(ProviderCall call);

  /**
   * Reads a successful answer, in which no error object was found.
   *
   * @param answer the body, parsed
   * @param status the HTTP status
   * @throws ProviderException when it has a foreign shape ({@code malformed}), no answer in it
   *     ({@code empty}), or a finish reason that is a failure
   */
  Reply read(ProviderCall call, JsonNode answer, int status);

  /**
   * A reader for the stream that answers this call.
   *
   * @param status the HTTP status
   */
  StreamReader reader(ProviderCall call, int status);
}
