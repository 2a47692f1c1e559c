package io.llmfailover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * An answer exactly as the provider gave it, for callers that speak the provider's dialect.
 *
 * @param dialect {@code openai}, {@code gemini} or {@code anthropic}
 * @param body the whole answer; not to be changed
 */
public record Verbatim(String dialect, JsonNode body) {
  /** Checks that both are there. */
  public Verbatim {
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(body, "body");
  }

  /** Says what it is, never what it says. */
  @Override
  public String toString() {
    return "Verbatim[" + dialect + "]";
  }
}
