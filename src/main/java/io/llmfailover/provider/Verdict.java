package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;

/** What the judge says about an HTTP answer before its dialect reads it. */
public sealed interface Verdict {
  /**
   * A successful answer without an error object: its dialect may read it.
   *
   * @param body the body, parsed
   */
  record Readable(JsonNode body) implements Verdict {}

  /**
   * Not usable.
   *
   * @param failure what it is
   */
  record Unusable(Failure failure) implements Verdict {}
}
