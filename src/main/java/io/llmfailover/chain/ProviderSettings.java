package io.llmfailover.chain;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * How a provider is reached. Two equal settings may share a connection pool.
 *
 * @param name for instance {@code openai}
 * @param dialect the wire dialect it speaks: {@code openai}, {@code gemini} or {@code anthropic}
 * @param url its base address up to and including the version; a query in it is kept
 * @param key its key, or {@link ApiKey#NONE}
 * @param keyless whether it needs no key, as local servers do
 * @param headers sent along with every call, by name
 * @param timeouts unless a link has its own
 * @param retries same-link retries after a lost connection or a server error, 0 or more
 * @param maxConcurrent calls under way at most, 1 or more
 * @param proxy outbound proxy as {@code http://host:port}; empty for the JVM's own rule
 * @param trustStore PEM file of certificate authorities to trust besides the JVM's; empty for none
 */
public record ProviderSettings(
    String name,
    String dialect,
    URI url,
    ApiKey key,
    boolean keyless,
    Map<String, String> headers,
    Timeouts timeouts,
    int retries,
    int maxConcurrent,
    String proxy,
    String trustStore) {

  /** Copies the headers. */
  public ProviderSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(timeouts, "timeouts");
    headers = Map.copyOf(headers);
  }

  /** Whether calls can be made: there is a key, or none is needed. */
  public boolean usable() {
    return keyless || key.isPresent();
  }

  /** Names the headers but not their values, which may be secrets; the query may hold one too. */
  @Override
  public String toString() {
    return "ProviderSettings["
        + name
        + ", "
        + dialect
        + ", "
        + url.getScheme()
        + "://"
        + url.getHost()
        + ", key="
        + key
        + ", headers="
        + headers.keySet()
        + "]";
  }
}
