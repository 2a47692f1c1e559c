package io.llmfailover.provider;

import io.llmfailover.json.WrittenJson;
import java.net.URI;
import java.util.Map;

/**
 * A POST of JSON to a provider. Prints neither headers nor body nor query, where secrets may be.
 *
 * @param uri where to
 * @param headers besides {@code Content-Type: application/json}, the key among them
 * @param body the JSON
 */
public record WireRequest(URI uri, Map<String, String> headers, WrittenJson body) {
  /** Copies the headers. */
  public WireRequest {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "POST " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
