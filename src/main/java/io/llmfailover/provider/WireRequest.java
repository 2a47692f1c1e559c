package io.llmfailover.provider;

import java.net.URI;
import java.util.Map;

/**
 * A POST of JSON to a provider. Prints neither headers nor body nor query, where secrets may be.
 *
 * @param uri where to
 * @param headers besides {@code Content-Type: application/json}, the key among them
 * @param body the JSON, not copied: nobody changes it after it is made
 */
public record WireRequest(URI uri, Map<String, String> headers, byte[] body) {
  /** Copies the headers. */
  public WireRequest {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "POST " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
