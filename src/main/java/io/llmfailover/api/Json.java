package io.llmfailover.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.llmfailover.InvalidPromptException;
import java.io.IOException;

/** JSON of callers, read strictly, and JSON for them. Thread-safe. */
public final class Json {
  /** Deeper than any request needs, and far from what a stack holds. */
  private static final int MAX_DEPTH = 200;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          // The body's size is limited already; a picture is one long string.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads one JSON value.
   *
   * @throws InvalidPromptException when it is not JSON; the message says where
   */
  public static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw new InvalidPromptException("body", "is empty; a JSON object is needed");
      }
      return node;
    } catch (JsonProcessingException notJson) {
      JsonLocation where = notJson.getLocation();
      throw new InvalidPromptException(
          "body",
          "not valid JSON at line "
              + (where == null ? 1 : where.getLineNr())
              + ", column "
              + (where == null ? 1 : where.getColumnNr()));
    } catch (IOException impossible) {
      throw new InvalidPromptException("body", "cannot be read");
    }
  }

  /** Writes one JSON value. */
  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
