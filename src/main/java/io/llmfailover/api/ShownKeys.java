package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The keys a caller shows, in whichever header its SDK uses. They go no further than the check. */
final class ShownKeys {
  private static final String BEARER = "Bearer ";
  private static final List<String> KEY_HEADERS = List.of("x-api-key", "x-goog-api-key", "api-key");

  private final List<byte[]> shown;

  private ShownKeys(List<byte[]> shown) {
    this.shown = shown;
  }

  /**
   * What a request shows.
   *
   * @param headers its headers by name, all values of one joined by commas; null when absent
   */
  static ShownKeys of(UnaryOperator<String> headers) {
    List<byte[]> shown = new ArrayList<>();
    String authorization = headers.apply("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      shown.add(bytes(authorization.substring(BEARER.length()).strip()));
    }
    for (String header : KEY_HEADERS) {
      String value = headers.apply(header);
      if (value != null) {
        shown.add(bytes(value));
      }
    }
    return new ShownKeys(shown);
  }

  /** Whether this key is among them. Takes the same time wherever the first difference is. */
  boolean include(ApiKey key) {
    byte[] secret = bytes(key.secret());
    for (byte[] one : shown) {
      if (MessageDigest.isEqual(one, secret)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
