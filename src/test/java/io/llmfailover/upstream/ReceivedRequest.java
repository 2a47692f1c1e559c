package io.llmfailover.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it came to a {@link WireServer}.
 *
 * @param number 1 for the first one the server got
 * @param connection 1 for the first connection the server accepted
 * @param method for instance {@code POST}
 * @param target as in the request line: path and query, or a whole address when sent to a proxy
 * @param headers by name, whatever its case
 * @param body its bytes
 */
public record ReceivedRequest(
    int number,
    int connection,
    String method,
    String target,
    Map<String, List<String>> headers,
    byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern GEMINI = Pattern.compile("/models/(.+):[a-zA-Z]+(\\?.*)?$");

  /** The path without query. */
  public String path() {
    String path = target.replaceFirst("^https?://[^/]*", "");
    return path.replaceFirst("\\?.*", "");
  }

  /** The header's first value; empty when it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  /** The key in {@code Authorization: Bearer …}; empty when there is none. */
  public String bearer() {
    String value = header("Authorization");
    return value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : "";
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON; missing when it is none. */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }

  /** The model asked for, in the body or in Gemini's path; empty when there is none. */
  public String model() {
    Matcher gemini = GEMINI.matcher(target);
    return gemini.find() ? gemini.group(1) : json().path("model").asText("");
  }
}
