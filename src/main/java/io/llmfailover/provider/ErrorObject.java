package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Finds out whether a body is an error rather than an answer. Cheap on answers: a few look-ups at
 * the top level.
 */
final class ErrorObject {
  /** How sure it is that a body is an error. */
  enum Sureness {
    /** It is not, or nothing says so. */
    NONE,
    /** It has words where errors have them, but so may something else. */
    MAYBE,
    /** It is one. */
    CERTAIN
  }

  private static final List<String> ANSWER_FIELDS =
      List.of(
          "choices",
          "candidates",
          "content",
          "output",
          "output_text",
          "promptFeedback",
          "response",
          "generated_text",
          "result");

  private ErrorObject() {}

  /** How sure it is that this body of a successful status is an error all the same. */
  static Sureness in(JsonNode body) {
    if (body.isArray()) {
      return body.size() > 0 && body.get(0).isObject() && in(body.get(0)) == Sureness.CERTAIN
          ? Sureness.CERTAIN
          : Sureness.NONE;
    }
    if (!body.isObject()) {
      return Sureness.NONE;
    }
    if (says(body.path("error")) || isErrorByName(body) || failedByFlag(body)) {
      return Sureness.CERTAIN;
    }
    return hasWords(body) && !hasAnswer(body) ? Sureness.MAYBE : Sureness.NONE;
  }

  /** {@code null}, {@code ""}, {@code false}, {@code {}} and objects of nulls say nothing. */
  private static boolean says(JsonNode error) {
    if (error.isContainerNode()) {
      for (JsonNode part : error) {
        if (says(part) || part.isNumber() && part.asInt() != 0) {
          return true;
        }
      }
      return false;
    }
    return error.isTextual() && !error.textValue().isBlank()
        || error.isBoolean() && error.asBoolean();
  }

  private static boolean isErrorByName(JsonNode body) {
    return "error".equals(body.path("type").textValue())
        || "error".equals(body.path("object").textValue())
        || body.path("__type").isTextual()
        || body.path("fault").path("faultstring").isTextual();
  }

  private static boolean failedByFlag(JsonNode body) {
    boolean declared = body.path("success").isBoolean() && !body.path("success").asBoolean();
    boolean listed = body.path("errors").isArray() && says(body.path("errors"));
    return declared && (listed || hasWords(body))
        || listed && !hasAnswer(body)
        || body.path("base_resp").path("status_code").asInt() != 0;
  }

  private static boolean hasWords(JsonNode body) {
    return says(body.path("detail"))
        || body.path("message").isTextual()
        || body.path("msg").isTextual()
        || body.path("title").isTextual();
  }

  private static boolean hasAnswer(JsonNode body) {
    for (String field : ANSWER_FIELDS) {
      if (body.has(field) && !body.get(field).isNull()) {
        return true;
      }
    }
    return false;
  }
}
