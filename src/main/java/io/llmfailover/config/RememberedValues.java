package io.llmfailover.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Passes values on and remembers what was asked and answered, so that a change can be noticed
 * without reading everything anew. Never printed: it holds secrets. Not thread-safe.
 */
final class RememberedValues implements ConfiguredValues {
  private final ConfiguredValues source;
  private final Set<String> names;
  private final Map<String, Optional<String>> answers = new HashMap<>();

  RememberedValues(ConfiguredValues source) {
    this.source = source;
    this.names = ours(source);
  }

  @Override
  public Optional<Found> find(String key) {
    Optional<Found> found = source.find(key);
    answers.put(key, found.map(Found::value));
    return found;
  }

  @Override
  public Iterable<String> names() {
    return names;
  }

  /** Whether all that was asked would be answered the same now. */
  boolean holdsFor(ConfiguredValues now) {
    return names.equals(ours(now))
        && answers.entrySet().stream()
            .allMatch(asked -> now.find(asked.getKey()).map(Found::value).equals(asked.getValue()));
  }

  private static Set<String> ours(ConfiguredValues values) {
    Set<String> ours = new TreeSet<>();
    for (String name : values.names()) {
      if (name.startsWith(CheckedValues.PREFIX)) {
        ours.add(name);
      }
    }
    return ours;
  }
}
