package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.TokenEstimate;
import java.util.Map;
import java.util.Set;

/** Estimates the input tokens of a request; calls nobody. */
final class TokenCount {
  /** What a picture of the largest size Anthropic looks at costs. */
  private static final long PICTURE = 1600;

  /** A document that is not there as text tells neither its pages nor its words: a page or two. */
  private static final long DOCUMENT = 3000;

  /** Role and separators. */
  private static final long PER_MESSAGE = 4;

  /** What stands there for machines only. */
  private static final Set<String> NOT_READ =
      Set.of("type", "id", "tool_use_id", "cache_control", "media_type", "encrypted_content");

  private TokenCount() {}

  /** The tokens of {@code system}, {@code messages} and {@code tools}; 1 or more. */
  static long of(JsonNode body) {
    long tokens = words(body.path("system"));
    for (JsonNode message : body.path("messages")) {
      tokens += PER_MESSAGE + words(message.path("content"));
    }
    for (JsonNode tool : body.path("tools")) {
      tokens += PER_MESSAGE + TokenEstimate.of(tool.toString());
    }
    return Math.max(1, tokens);
  }

  private static long words(JsonNode node) {
    if (node.isTextual()) {
      return TokenEstimate.of(node.textValue());
    }
    if (!node.isObject()) {
      long tokens = 0;
      for (JsonNode one : node) {
        tokens += words(one);
      }
      return tokens;
    }
    return switch (node.path("type").asText()) {
      case "image" -> PICTURE;
      case "base64", "file", "url" -> DOCUMENT;
      // Earlier thinking is not read again.
      case "thinking", "redacted_thinking" -> 0;
      case "tool_use" -> TokenEstimate.of(node.path("name").asText() + node.path("input"));
      default -> members(node);
    };
  }

  private static long members(JsonNode node) {
    long tokens = 0;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!NOT_READ.contains(member.getKey())) {
        tokens += words(member.getValue());
      }
    }
    return tokens;
  }
}
