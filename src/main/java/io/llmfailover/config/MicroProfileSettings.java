package io.llmfailover.config;

import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Values from MicroProfile Config: server.xml, environment, system properties, files. Thread-safe.
 */
public final class MicroProfileSettings implements ConfiguredValues {
  private final Config config;

  /** Reads from {@code config}, which may change at any time. */
  public MicroProfileSettings(Config config) {
    this.config = config;
  }

  /** Reads what the application that asks is configured with. */
  static MicroProfileSettings ofApplication() {
    return new MicroProfileSettings(ConfigProvider.getConfig());
  }

  @Override
  public Optional<Found> find(String key) {
    try {
      return Optional.ofNullable(config.getConfigValue(key)).flatMap(MicroProfileSettings::found);
    } catch (NoSuchElementException unresolved) {
      // The value refers to ${something} that no source has: as good as absent.
      return Optional.empty();
    }
  }

  @Override
  public Iterable<String> names() {
    return config.getPropertyNames();
  }

  private static Optional<Found> found(ConfigValue value) {
    String source = value.getSourceName() == null ? "an unnamed source" : value.getSourceName();
    return Optional.ofNullable(value.getValue()).map(text -> new Found(text, source));
  }
}
