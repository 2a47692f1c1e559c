package io.llmfailover.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a {@code .http} sample: status line (a reason phrase may be missing), head lines that end
 * with LF, a blank line, the body verbatim. A {@code Content-Length} larger than the body means
 * that the connection closes early.
 */
final class HttpSample {
  private HttpSample() {}

  static WireAnswer read(String resource) {
    byte[] bytes = bytes(resource);
    int blank = 0;
    while (!(bytes[blank] == '\n' && bytes[blank + 1] == '\n')) {
      blank++;
    }
    String[] head = new String(bytes, 0, blank, StandardCharsets.UTF_8).split("\n");
    byte[] body = Arrays.copyOfRange(bytes, blank + 2, bytes.length);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < head.length; i++) {
      String[] pair = head[i].split(":", 2);
      headers.put(pair[0].strip(), pair[1].strip());
    }
    boolean cut =
        headers.containsKey("Content-Length")
            && Integer.parseInt(headers.get("Content-Length")) > body.length;
    return new WireAnswer(
        Integer.parseInt(head[0].split(" ")[1]),
        JudgedLinks.headers(headers),
        body,
        cut ? WireAnswer.Ending.CUT : WireAnswer.Ending.WHOLE);
  }

  static byte[] bytes(String resource) {
    try (InputStream in = HttpSample.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
