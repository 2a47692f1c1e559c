package io.llmfailover.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A request as callers of one surface send it: rules, a short conversation, a tool, a temperature.
 * Links answer it with plain text.
 *
 * @param surface what reads it
 * @param json its body
 */
public record SampleRequest(Surface surface, String json) {
  /** Checks that all is there. */
  public SampleRequest {
    Objects.requireNonNull(surface, "surface");
    Objects.requireNonNull(json, "json");
  }

  /** The body as it is sent. */
  public byte[] body() {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
