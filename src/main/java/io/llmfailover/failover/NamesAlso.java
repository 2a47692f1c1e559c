package io.llmfailover.failover;

import io.llmfailover.config.ConfiguredValues;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Configured values whose list of names also has the given keys, where they have a value: an
 * environment variable is found by its key but is not listed under it.
 *
 * @param values the values themselves
 * @param keys the keys to look for
 */
record NamesAlso(ConfiguredValues values, Set<String> keys) implements ConfiguredValues {
  @Override
  public Optional<Found> find(String key) {
    return values.find(key);
  }

  @Override
  public Iterable<String> names() {
    Set<String> all = new LinkedHashSet<>();
    values.names().forEach(all::add);
    keys.stream().filter(key -> values.find(key).isPresent()).forEach(all::add);
    return all;
  }
}
