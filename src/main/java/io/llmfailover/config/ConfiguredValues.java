package io.llmfailover.config;

import java.util.Objects;
import java.util.Optional;

/** Where configuration comes from: raw values by exact key. Thread-safe. */
public interface ConfiguredValues {
  /**
   * The value of a key, whatever it is written like.
   *
   * @return empty when no source has the key
   */
  Optional<Found> find(String key);

  /**
   * The keys that are there, as far as the sources can list them. A key given by an environment
   * variable is found by {@link #find} without being listed in its own spelling.
   */
  Iterable<String> names();

  /**
   * A value and where it was found. Prints without the value, which may be a secret.
   *
   * @param value as written
   * @param source the name of the configuration source, for a person
   */
  record Found(String value, String source) {
    /** Checks that both are there. */
    public Found {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(source, "source");
    }

    @Override
    public String toString() {
      return "Found[in " + source + "]";
    }
  }
}
