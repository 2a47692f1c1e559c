package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;

/** The headers every generation's answer or error carries, on all surfaces. */
public final class AnswerHeaders {
  /** A header longer than this is refused by many proxies. */
  private static final int LONGEST = 4000;

  private AnswerHeaders() {}

  /** Tells who answered, after what, at what cost. */
  public static ResponseBuilder of(ResponseBuilder response, Answer answer) {
    of(response, answer.id(), answer.attempts()).header("x-llm-link", safe(answer.link()));
    answer.cost().ifPresent(usd -> response.header("x-llm-cost-usd", usd.toPlainString()));
    if (!answer.notices().isEmpty()) {
      response.header("x-llm-notice", safe(String.join("; ", answer.notices())));
    }
    return response;
  }

  /** Tells what was tried. */
  public static ResponseBuilder of(
      ResponseBuilder response, String requestId, List<Attempt> attempts) {
    response.header("x-request-id", requestId);
    StringBuilder trail = new StringBuilder();
    int calls = 0;
    for (Attempt attempt : attempts) {
      calls += attempt.calls();
      trail.append(trail.isEmpty() ? "" : ", ").append(attempt.link());
      trail.append('=').append(attempt.verdict());
    }
    response.header("x-llm-attempts", calls);
    if (!trail.isEmpty()) {
      response.header("x-llm-trail", safe(trail.toString()));
    }
    return response;
  }

  /** Printable ASCII only, so that no value can end its header or carry bytes a proxy chokes on. */
  private static String safe(String value) {
    StringBuilder printable = new StringBuilder(Math.min(value.length(), LONGEST));
    for (int i = 0; i < value.length() && i < LONGEST; i++) {
      char c = value.charAt(i);
      printable.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return printable.toString();
  }
}
