package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas that were asked for last, compiled: at most {@value #MOST} of them, and no more than
 * {@value #MOST_VALUES} JSON values in all. Thread-safe; nothing is compiled under its lock.
 */
final class CompiledSchemas {
  static final int MOST = 256;

  /** A compiled schema takes up to a kilobyte per value. */
  static final int MOST_VALUES = 100_000;

  private final Map<JsonNode, CompiledSchema> byText = new LinkedHashMap<>(16, 0.75f, true);
  private int values;

  /**
   * The compiled form of this schema.
   *
   * @throws io.llmfailover.InvalidPromptException as {@link CompiledSchema#of}
   */
  CompiledSchema compiled(JsonNode schema) {
    // Comparing schemas recurses into them.
    Bounds.SCHEMA.checkDepth(schema);
    Optional<CompiledSchema> known = known(schema);
    if (known.isPresent()) {
      return known.get();
    }
    CompiledSchema compiled = CompiledSchema.of(schema);
    keep(schema.deepCopy(), compiled);
    return compiled;
  }

  synchronized int size() {
    return byText.size();
  }

  private synchronized Optional<CompiledSchema> known(JsonNode schema) {
    return Optional.ofNullable(byText.get(schema));
  }

  private synchronized void keep(JsonNode schema, CompiledSchema compiled) {
    if (byText.putIfAbsent(schema, compiled) == null) {
      values += compiled.values();
    }
    Iterator<CompiledSchema> eldest = byText.values().iterator();
    while (byText.size() > MOST || values > MOST_VALUES) {
      values -= eldest.next().values();
      eldest.remove();
    }
  }
}
