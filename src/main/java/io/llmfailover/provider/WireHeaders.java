package io.llmfailover.provider;

import io.llmfailover.chain.ProviderSettings;
import java.util.Map;
import java.util.TreeMap;

/** The headers of a request: the dialect's own, then the configured ones, which win. */
public final class WireHeaders {
  private final ProviderSettings provider;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private WireHeaders(ProviderSettings provider) {
    this.provider = provider;
  }

  /** Headers for this provider. */
  public static WireHeaders of(ProviderSettings provider) {
    return new WireHeaders(provider);
  }

  /** Adds a header. */
  public WireHeaders with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds the provider's key, {@code prefix} before it; nothing when there is no key. */
  public WireHeaders withKey(String name, String prefix) {
    return provider.key().isPresent() ? with(name, prefix + provider.key().secret()) : this;
  }

  /** Whether the configuration brings this header, in whatever case. */
  public boolean configured(String name) {
    return provider.headers().keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** All of them; a configured header replaces ours of the same name, whatever the case. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(provider.headers());
    headers.forEach(all::putIfAbsent);
    return all;
  }
}
