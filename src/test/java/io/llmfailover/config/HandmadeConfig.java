package io.llmfailover.config;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** The part of MicroProfile Config this package uses, over a map. */
final class HandmadeConfig implements Config {
  private final Map<String, String> values = new HashMap<>();
  private ConfigSource asksToo;

  HandmadeConfig set(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Asks this source for every key as well, as a real Config does. */
  HandmadeConfig asking(ConfigSource source) {
    this.asksToo = source;
    return this;
  }

  @Override
  public ConfigValue getConfigValue(String name) {
    String own = values.get(name);
    if (own != null && own.startsWith("${")) {
      throw new NoSuchElementException("cannot expand " + name);
    }
    String value = own == null && asksToo != null ? asksToo.getValue(name) : own;
    String source = own == null && value != null ? asksToo.getName() : "variables";
    return new Value(name, value, source);
  }

  @Override
  public Iterable<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public <T> T getValue(String name, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<ConfigSource> getConfigSources() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Optional<Converter<T>> getConverter(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  private record Value(String name, String value, String source) implements ConfigValue {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getValue() {
      return value;
    }

    @Override
    public String getRawValue() {
      return value;
    }

    @Override
    public String getSourceName() {
      return value == null ? null : source;
    }

    @Override
    public int getSourceOrdinal() {
      return 100;
    }
  }
}
