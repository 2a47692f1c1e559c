package io.llmfailover.health;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where links, keys and providers are remembered, a thousand of each at most. Keys are few, for
 * callers cannot name them, and there is an entry only for one that has failed. Thread-safe.
 */
final class Memory {
  /** Links, keys, providers remembered at most, of each. */
  static final int MOST = 1_000;

  private final Remembered<LinkName, LinkState> links;
  private final Remembered<KeyName, Cooldown> keys;
  private final Remembered<String, FailureWindow> providers;

  Memory(CurrentSettings settings, long now) {
    links = new Remembered<>(MOST, () -> linksOf(settings), now);
    keys = new Remembered<>(MOST, () -> keysOf(settings), now);
    providers = new Remembered<>(MOST, () -> settings.get().providers().keySet(), now);
  }

  private static Set<LinkName> linksOf(CurrentSettings settings) {
    return settings.get().chains().values().stream()
        .flatMap(chain -> chain.links().stream())
        .map(Link::name)
        .collect(Collectors.toSet());
  }

  private static Set<KeyName> keysOf(CurrentSettings settings) {
    return settings.get().providers().values().stream()
        .map(provider -> new KeyName(provider.name(), provider.key()))
        .collect(Collectors.toSet());
  }

  Optional<LinkState> findLink(LinkName link) {
    return links.find(link);
  }

  Optional<Cooldown> findKey(Link link) {
    // Most of the time no key has failed: then none is hashed.
    return keys.isEmpty() ? Optional.empty() : keys.find(KeyName.of(link));
  }

  Optional<FailureWindow> findProvider(String provider) {
    return providers.find(provider);
  }

  LinkState link(LinkName link, long now) {
    return links.get(link, LinkState::new, now);
  }

  Cooldown key(Link link, long now) {
    return keys.get(KeyName.of(link), Cooldown::new, now);
  }

  FailureWindow provider(String provider, long now) {
    return providers.get(provider, () -> new FailureWindow(now), now);
  }

  /** All keys remembered of one provider. */
  List<Cooldown> keysOf(String provider) {
    return keys.where(key -> key.provider().equals(provider));
  }

  /** How many links, keys and providers are remembered. */
  int size() {
    return links.size() + keys.size() + providers.size();
  }
}
