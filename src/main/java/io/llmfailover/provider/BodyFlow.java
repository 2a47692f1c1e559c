package io.llmfailover.provider;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Takes an answer's body as it comes. Called by one thread at a time. */
public interface BodyFlow {
  /**
   * Status and headers have come. Called once, before any chunk; must not block.
   *
   * @return whether the body is wanted in chunks; otherwise it is collected and comes whole
   */
  boolean begins(int status, HttpHeaders headers);

  /**
   * The next chunk of the body. No other is read until the stage given back has completed. Called
   * on the connection's thread, which must not be held.
   *
   * @param bytes the taker's own
   */
  CompletionStage<?> chunk(ByteBuffer bytes);
}
