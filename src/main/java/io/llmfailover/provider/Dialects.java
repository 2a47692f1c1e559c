package io.llmfailover.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** The wire dialects there are, by name. Thread-safe. */
@ApplicationScoped
public class Dialects {
  private Map<String, Dialect> byName;

  /** For the proxy. */
  protected Dialects() {}

  @Inject
  Dialects(@Any Instance<Dialect> beans) {
    this((Iterable<Dialect>) beans);
  }

  /** These dialects. */
  public Dialects(Iterable<Dialect> dialects) {
    Map<String, Dialect> found = new HashMap<>();
    dialects.forEach(dialect -> found.put(dialect.name(), dialect));
    this.byName = Map.copyOf(found);
  }

  /**
   * The dialect of that name.
   *
   * @throws IllegalArgumentException when there is none; configuration is checked before it comes
   *     here
   */
  public Dialect named(String name) {
    Dialect dialect = byName.get(name);
    if (dialect == null) {
      throw new IllegalArgumentException("no dialect " + name + ", there are " + byName.keySet());
    }
    return dialect;
  }
}
