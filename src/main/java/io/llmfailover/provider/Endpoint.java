package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.ProviderSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The address of one operation below a provider's base address. */
public final class Endpoint {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Endpoint() {}

  /**
   * The provider's address with {@code path} below it. A slash at the end of the address is
   * tolerated, a query in it is kept.
   *
   * @param path begins with a slash, already percent-encoded
   */
  public static URI below(ProviderSettings provider, String path) {
    return below(provider, path, "");
  }

  /**
   * As {@link #below(ProviderSettings, String)}, with one more parameter in the query.
   *
   * @param parameter name and value, already percent-encoded; empty for none
   */
  public static URI below(ProviderSettings provider, String path, String parameter) {
    URI base = provider.url();
    String above = base.getRawPath() == null ? "" : base.getRawPath();
    while (above.endsWith("/")) {
      above = above.substring(0, above.length() - 1);
    }
    String kept = base.getRawQuery() == null ? "" : base.getRawQuery();
    String both = kept.isEmpty() || parameter.isEmpty() ? kept + parameter : kept + "&" + parameter;
    String query = both.isEmpty() ? "" : "?" + both;
    return URI.create(base.getScheme() + "://" + base.getRawAuthority() + above + path + query);
  }

  /**
   * The model's name as path segments, percent-encoded; slashes stay.
   *
   * @throws ProviderException for a name that would lead elsewhere on the host ({@code
   *     model_not_found}): callers may name models, and the key goes with the request
   */
  public static String pathOf(String model) {
    StringBuilder path = new StringBuilder(model.length() + 8);
    for (String segment : model.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new ProviderException(
            Failure.of(FailureKind.MODEL_NOT_FOUND, 0, "not a model's name: " + model));
      }
      path.append(path.length() == 0 ? "" : "/");
      encode(segment, path);
    }
    return path.toString();
  }

  private static void encode(String segment, StringBuilder path) {
    for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
        path.append((char) octet);
      } else {
        path.append('%')
            .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
            .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
      }
    }
  }
}
