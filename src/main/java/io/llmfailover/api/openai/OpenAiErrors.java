package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.UnknownModelException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.api.Surface;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Errors as OpenAI's SDKs read them. Beside {@code error}, where those SDKs do not look, the links
 * that were asked and the handoff, as on the native surface.
 */
@ApplicationScoped
public class OpenAiErrors implements Surface.ErrorShape {
  /** The APIs of this surface, and those of OpenAI's that are not here but whose SDKs may ask. */
  private static final List<String> ROOTS =
      List.of("/v1/chat", "/v1/responses", "/v1/models", "/v1/completions", "/v1/embeddings");

  /** For the container. */
  public OpenAiErrors() {}

  @Override
  public byte[] of(Errors.Kind kind, LlmException end) {
    return Json.write(body(kind, end));
  }

  @Override
  public byte[] of(Errors.Kind kind, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("error", error(kind, message, ""));
    return Json.write(body);
  }

  @Override
  public boolean at(String path, UnaryOperator<String> header) {
    boolean models = path.equals("/v1/models") || path.startsWith("/v1/models/");
    if (models && header.apply(ModelsResource.ANTHROPIC_VERSION) != null) {
      return false;
    }
    return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  /** The whole body for a generation that ended without an answer. */
  static ObjectNode body(Errors.Kind kind, LlmException end) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("error", error(kind, end.getMessage(), param(end)));
    Facts.add(end, body);
    return body;
  }

  private static String param(LlmException end) {
    if (end instanceof UnknownModelException) {
      return "model";
    }
    // What is wrong with the body as a whole is no parameter's fault.
    return end instanceof InvalidPromptException wrong && !wrong.field().equals("body")
        ? wrong.field()
        : "";
  }

  private static ObjectNode error(Errors.Kind kind, String message, String param) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("message", message).put("type", type(kind.status()));
    error.put("param", param.isEmpty() ? null : param);
    return error.put("code", code(kind.type()));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static String code(String type) {
    return switch (type) {
      case "unknown_model" -> "model_not_found";
      case "content_filtered" -> "content_filter";
      default -> type;
    };
  }
}
