package io.llmfailover.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.OverloadedException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.UnknownModelException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What kinds of errors callers meet when there is no answer; what the native surface says. */
public final class Errors {
  /** No, or a wrong, access key. */
  public static final Kind UNAUTHORIZED = new Kind(401, "unauthorized");

  /** The body is too large. */
  public static final Kind BODY_TOO_LARGE = new Kind(413, "body_too_large");

  private static final Duration OVERLOADED_RETRY_AFTER = Duration.ofSeconds(1);

  private Errors() {}

  /**
   * A kind of error.
   *
   * @param status the HTTP status
   * @param type the {@code error.type} of the body
   */
  public record Kind(int status, String type) {
    /** The kind a plain HTTP status stands for. */
    public static Kind ofStatus(int status) {
      return switch (status) {
        case 400 -> new Kind(status, "invalid_request");
        case 401 -> UNAUTHORIZED;
        case 403 -> new Kind(status, "forbidden");
        case 404 -> new Kind(status, "not_found");
        case 405 -> new Kind(status, "method_not_allowed");
        case 406 -> new Kind(status, "not_acceptable");
        case 413 -> BODY_TOO_LARGE;
        case 415 -> new Kind(status, "unsupported_media_type");
        default -> new Kind(status, status < 500 ? "invalid_request" : "internal_error");
      };
    }
  }

  /** The kind of error a generation ended in. */
  public static Kind kindOf(LlmException end) {
    if (end instanceof AllLinksFailedException) {
      return new Kind(503, "all_links_failed");
    }
    if (end instanceof RequestRefusedException refused) {
      return new Kind(400, refused.reason().code());
    }
    if (end instanceof InvalidPromptException) {
      return new Kind(400, "invalid_request");
    }
    if (end instanceof UnknownModelException) {
      return new Kind(404, "unknown_model");
    }
    if (end instanceof OverloadedException) {
      return new Kind(503, "overloaded");
    }
    if (end instanceof DeadlineExceededException) {
      return new Kind(504, "deadline_exceeded");
    }
    if (end instanceof StreamBrokenException) {
      // Never the status of an answer: it happens after headers were sent.
      return new Kind(500, "stream_broken");
    }
    return new Kind(500, "internal_error");
  }

  /** An error without attempts, in the native shape. */
  public static byte[] body(Kind kind, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("type", kind.type()).put("message", message);
    return Json.write(body);
  }

  /**
   * The headers that keep callers from making things worse: SDKs that retry by themselves are told
   * not to where this server has tried everything already, and when to come back.
   */
  static Map<String, String> storm(LlmException end) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (end instanceof AllLinksFailedException noneLeft) {
      headers.put("x-should-retry", "false");
      noneLeft.retryAfter().ifPresent(wait -> headers.put("Retry-After", seconds(wait)));
    } else if (end instanceof DeadlineExceededException) {
      headers.put("x-should-retry", "false");
    } else if (end instanceof OverloadedException) {
      headers.put("Retry-After", seconds(OVERLOADED_RETRY_AFTER));
    }
    return headers;
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
  }
}
