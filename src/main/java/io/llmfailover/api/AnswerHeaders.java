package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.StreamStart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The headers every generation's answer or error carries, on all surfaces. */
final class AnswerHeaders {
  /** A header longer than this is refused by many proxies. */
  private static final int LONGEST = 4000;

  private AnswerHeaders() {}

  /** Tells who answered, after what, at what cost. */
  static Map<String, String> of(Answer answer) {
    Map<String, String> headers = of(answer.id(), answer.attempts());
    headers.put("x-llm-link", safe(answer.link()));
    answer.cost().ifPresent(usd -> headers.put("x-llm-cost-usd", usd.toPlainString()));
    if (!answer.notices().isEmpty()) {
      headers.put("x-llm-notice", safe(String.join("; ", answer.notices())));
    }
    return headers;
  }

  /**
   * Tells, before a stream's first piece, who answers and after what. The cost is not known yet.
   */
  static Map<String, String> ofStream(StreamStart start) {
    Map<String, String> headers = ofStream(start.id());
    headers.put("x-llm-link", safe(start.link()));
    int calls = start.calls() + Facts.calls(start.attempts());
    headers.put("x-llm-attempts", Integer.toString(calls));
    String before = Facts.trail(start.attempts());
    headers.put(
        "x-llm-trail", safe(before + (before.isEmpty() ? "" : ", ") + start.link() + "=answered"));
    if (!start.notices().isEmpty()) {
      headers.put("x-llm-notice", safe(String.join("; ", start.notices())));
    }
    return headers;
  }

  /** What there is to tell of a stream whose link is not known yet. */
  static Map<String, String> ofStream(String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-cache");
    // Proxies of the nginx kind would collect the events.
    headers.put("X-Accel-Buffering", "no");
    headers.put("x-request-id", requestId);
    return headers;
  }

  /** Tells what was tried. */
  static Map<String, String> of(String requestId, List<Attempt> attempts) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-request-id", requestId);
    headers.put("x-llm-attempts", Integer.toString(Facts.calls(attempts)));
    if (!attempts.isEmpty()) {
      headers.put("x-llm-trail", safe(Facts.trail(attempts)));
    }
    return headers;
  }

  /** Printable ASCII only, so that no value can end its header or carry bytes a proxy chokes on. */
  private static String safe(String value) {
    if (value.length() <= LONGEST && isPrintable(value)) {
      return value;
    }
    StringBuilder safe = new StringBuilder(Math.min(value.length(), LONGEST));
    for (int i = 0; i < value.length() && i < LONGEST; i++) {
      char c = value.charAt(i);
      safe.append(printable(c) ? c : '?');
    }
    return safe.toString();
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!printable(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean printable(char c) {
    return c >= ' ' && c <= '~';
  }
}
