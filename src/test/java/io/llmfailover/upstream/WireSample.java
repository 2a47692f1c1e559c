package io.llmfailover.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the recorded answers under {@code src/test/resources/wire}.
 *
 * @param name for instance {@code openai/err-500.http}
 * @param statusLine without line end; the reason phrase may be missing
 * @param headers in their order
 * @param body verbatim
 */
public record WireSample(
    String name, String statusLine, List<Map.Entry<String, String>> headers, byte[] body) {
  /**
   * Reads the sample.
   *
   * @throws IllegalArgumentException when there is none of that name, or it is one of those that
   *     are no HTTP answer at all
   */
  public static WireSample of(String name) {
    byte[] file = read(name);
    if (name.contains("/transport-")) {
      throw new IllegalArgumentException(name + " is no HTTP answer; see WireReply.of(name)");
    }
    if (name.endsWith(".http")) {
      return parsed(name, file);
    }
    String json =
        name.startsWith("gemini/") ? "application/json; charset=UTF-8" : "application/json";
    String type = name.endsWith(".sse") ? "text/event-stream" : json;
    return new WireSample(name, "HTTP/1.1 200 OK", List.of(Map.entry("Content-Type", type)), file);
  }

  /** The bytes of the file. */
  static byte[] read(String name) {
    try (InputStream in = WireSample.class.getResourceAsStream("/wire/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static WireSample parsed(String name, byte[] file) {
    // One byte is one character here, so that positions in the text are positions in the file.
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\n\n");
    String[] lines = (blank < 0 ? text.strip() : text.substring(0, blank)).split("\n");
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int line = 1; line < lines.length; line++) {
      int colon = lines[line].indexOf(':');
      headers.add(
          Map.entry(lines[line].substring(0, colon), lines[line].substring(colon + 1).strip()));
    }
    String body = blank < 0 ? "" : text.substring(blank + 2);
    return new WireSample(
        name, lines[0], List.copyOf(headers), body.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The status. */
  public int status() {
    return Integer.parseInt(statusLine.split(" ")[1]);
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return name;
  }
}
