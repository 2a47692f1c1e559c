package io.llmfailover.api;

import io.llmfailover.json.WrittenJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An answer or an error that goes out in one piece, as HTTP has it; its body is JSON.
 *
 * @param status the HTTP status
 * @param headers besides type and length
 * @param body JSON
 */
record WholeAnswer(int status, Map<String, String> headers, WrittenJson body) {
  /** Keeps the order of the headers. */
  WholeAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    Objects.requireNonNull(body, "body");
  }
}
