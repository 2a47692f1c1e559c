package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Surface;
import io.llmfailover.provider.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Errors as Google's services write them. The details name the reason as this module knows it, and
 * the field to blame; what became of the links stands beside the error.
 */
@ApplicationScoped
public class GeminiErrors implements Surface.ErrorShape {
  private static final String ROOT = "/v1beta";
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  /** For the container. */
  public GeminiErrors() {}

  @Override
  public byte[] of(Errors.Kind kind, LlmException end) {
    ObjectNode body = error(kind, end.getMessage());
    if (end instanceof InvalidPromptException wrong) {
      ((ArrayNode) body.path("error").path("details"))
          .addObject()
          .put("@type", TYPES + "BadRequest")
          .putArray("fieldViolations")
          .addObject()
          .put("field", wrong.field())
          .put("description", wrong.getMessage());
    }
    Facts.add(end, body);
    return WireJson.bytes(body);
  }

  @Override
  public byte[] of(Errors.Kind kind, String message) {
    return WireJson.bytes(error(kind, message));
  }

  @Override
  public boolean at(String path, UnaryOperator<String> header) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  private static ObjectNode error(Errors.Kind kind, String message) {
    ObjectNode body = WireJson.object();
    ObjectNode error = body.putObject("error");
    error.put("code", kind.status()).put("message", message).put("status", status(kind.status()));
    error
        .putArray("details")
        .addObject()
        .put("@type", TYPES + "ErrorInfo")
        .put("reason", kind.type().toUpperCase(Locale.ROOT))
        .put("domain", "llm-failover");
    return body;
  }

  /** The name Google gives to what this HTTP status stands for. */
  private static String status(int http) {
    return switch (http) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> http < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
    };
  }
}
