package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.UnaryOperator;

/** The keys a caller shows, in whichever header its SDK uses. They go no further than the check. */
final class ShownKeys {
  private static final String BEARER = "Bearer ";
  private static final List<String> KEY_HEADERS = List.of("x-api-key", "x-goog-api-key", "api-key");

  private ShownKeys() {}

  /**
   * Whether a request shows this key.
   *
   * @param headers its headers by name, all values of one joined by commas; null when absent
   */
  static boolean include(UnaryOperator<String> headers, ApiKey key) {
    String authorization = headers.apply("Authorization");
    if (authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && same(authorization.substring(BEARER.length()).strip(), key)) {
      return true;
    }
    for (String header : KEY_HEADERS) {
      String value = headers.apply(header);
      if (value != null && same(value, key)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the same time wherever the first difference is. */
  private static boolean same(String shown, ApiKey key) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), key.secret().getBytes(StandardCharsets.UTF_8));
  }
}
