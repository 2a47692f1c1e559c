package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.LlmException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.api.Surface;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.UnaryOperator;

/**
 * Errors as Anthropic's SDKs expect them. They choose their exception by the HTTP status; {@code
 * error.type} is the one Anthropic sends with it. Thread-safe.
 */
@ApplicationScoped
public class AnthropicErrors implements Surface.ErrorShape {
  /** For the container. */
  public AnthropicErrors() {}

  @Override
  public byte[] of(Errors.Kind kind, LlmException end) {
    return Json.write(body(kind, end));
  }

  @Override
  public byte[] of(Errors.Kind kind, String message) {
    return Json.write(body(kind, message));
  }

  /** The messages and all below them; the list of models when Anthropic's SDK asks. */
  @Override
  public boolean at(String path, UnaryOperator<String> header) {
    return below(path, "/v1/messages")
        || below(path, "/v1/models") && header.apply("anthropic-version") != null;
  }

  /** The body for a generation that ended without an answer: what was tried is told too. */
  static ObjectNode body(Errors.Kind kind, LlmException end) {
    ObjectNode body = body(kind, end.getMessage());
    Facts.add(end, body);
    return body;
  }

  private static ObjectNode body(Errors.Kind kind, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("type", type(kind)).put("message", message);
    return body;
  }

  private static boolean below(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  private static String type(Errors.Kind kind) {
    return switch (kind.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      default -> {
        if (kind.status() < 500) {
          yield "invalid_request_error";
        }
        yield kind.type().equals("overloaded") ? "overloaded_error" : "api_error";
      }
    };
  }
}
