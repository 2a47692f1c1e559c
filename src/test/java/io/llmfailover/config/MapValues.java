package io.llmfailover.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Configuration from a map, which a test may change as it goes. */
public final class MapValues implements ConfiguredValues {
  /** The source every value comes from. */
  public static final String SOURCE = "server.xml";

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> unlisted = new LinkedHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  /** Keys and values in turn. */
  public static MapValues of(String... keysAndValues) {
    MapValues map = new MapValues();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** Sets a value. */
  public MapValues set(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Sets a value that is found by its key but not listed, as those of environment variables. */
  public MapValues setUnlisted(String key, String value) {
    unlisted.put(key, value);
    return this;
  }

  /** Takes a value away. */
  public MapValues remove(String key) {
    values.remove(key);
    return this;
  }

  /** How often a value was asked for. */
  public int reads() {
    return reads.get();
  }

  /** The settings these values make. */
  public Settings settings() {
    return SettingsReader.read(this).settings();
  }

  @Override
  public Optional<Found> find(String key) {
    reads.incrementAndGet();
    String value = values.getOrDefault(key, unlisted.get(key));
    return Optional.ofNullable(value).map(text -> new Found(text, SOURCE));
  }

  @Override
  public Iterable<String> names() {
    return List.copyOf(values.keySet());
  }
}
