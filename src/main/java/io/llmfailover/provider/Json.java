package io.llmfailover.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.json.JsonTree;
import io.llmfailover.json.LongTextFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How JSON from providers is read: strictly, and never so deep or with numbers so long that a
 * hostile body could hurt. Thread-safe.
 */
final class Json {
  /** Deeper than any honest answer or schema, far from what a thread's stack holds. */
  private static final int MAX_DEPTH = 1_000;

  static final JsonFactory FACTORY =
      new LongTextFactory(
          new JsonFactoryBuilder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_DEPTH)
                      .maxNumberLength(1_000)
                      .maxStringLength(64_000_000)
                      .build()));

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private Json() {}

  /**
   * The value these bytes begin with; empty when they are not JSON.
   *
   * @param body from now on not to be changed
   */
  static Optional<JsonNode> parse(byte[] body) {
    try {
      return present(JsonTree.read(MAPPER, body).root());
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** The value this text begins with; empty when it is not JSON. */
  static Optional<JsonNode> parse(String text) {
    try {
      return present(MAPPER.readTree(text));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** As {@link #parse(byte[])}, but bytes that are no UTF-8 are replaced rather than refused. */
  static Optional<JsonNode> parseLeniently(byte[] body) {
    Optional<JsonNode> parsed = parse(body);
    return parsed.isPresent() ? parsed : parse(new String(body, StandardCharsets.UTF_8));
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }
}
