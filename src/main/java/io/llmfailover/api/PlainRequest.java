package io.llmfailover.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request is one that every reader of HTTP understands alike: JSON posted to a plain
 * address, for an answer its sender takes. Whatever is unusual is none.
 */
final class PlainRequest {
  private static final Set<String> JSON =
      Set.of(
          "application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");

  /** What may stand in an Accept header: each can be had of every generation. */
  private static final Set<String> TAKEN =
      Set.of("application/json", "text/event-stream", "*/*", "application/*");

  private PlainRequest() {}

  /** Whether it is a plain one. */
  static boolean is(HttpServletRequest request) {
    return "POST".equals(request.getMethod())
        && isAddress(request.getRequestURI())
        && isJson(all(request, "Content-Type"))
        && isTaken(all(request, "Accept"))
        // Unpacking is the affair of JAX-RS.
        && !request.getHeaders("Content-Encoding").hasMoreElements();
  }

  /** All values of a header. */
  static List<String> all(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header));
  }

  /** No escapes, no parameters, nothing that could be written in another way. */
  static boolean isAddress(String uri) {
    char before = 'x';
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean separator = c == '/' || c == '.';
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_'
              || c == ':'
              || separator;
      if (!plain || separator && before == '/') {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean isJson(List<String> types) {
    return types.size() == 1 && JSON.contains(types.get(0).toLowerCase(Locale.ROOT));
  }

  private static boolean isTaken(List<String> accepted) {
    if (accepted.isEmpty()) {
      return true;
    }
    if (accepted.size() > 1) {
      return false;
    }
    String all = accepted.get(0);
    if (TAKEN.contains(all)) {
      return true;
    }
    for (String one : all.split(",", -1)) {
      if (!TAKEN.contains(one.strip())) {
        return false;
      }
    }
    return true;
  }
}
