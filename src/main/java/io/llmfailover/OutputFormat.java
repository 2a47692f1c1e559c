package io.llmfailover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;

/** The form of answer that was asked for. */
public sealed interface OutputFormat {
  /** Any text: the default. */
  OutputFormat TEXT = new Plain();

  /** Some JSON value, without a schema. */
  OutputFormat JSON = new Json();

  /** Any text. */
  record Plain() implements OutputFormat {}

  /** JSON without a schema. */
  record Json() implements OutputFormat {}

  /**
   * JSON that follows a schema.
   *
   * @param name what the schema is called towards providers which want a name
   * @param schema a JSON Schema, an object
   */
  record Schema(String name, JsonNode schema) implements OutputFormat {
    /** Checks that the schema is an object. */
    public Schema {
      Objects.requireNonNull(name, "name");
      if (!schema.isObject()) {
        throw new InvalidPromptException("schema", "a JSON Schema must be an object");
      }
    }
  }

  /** Whether the answer must parse as JSON. */
  default boolean isJson() {
    return !(this instanceof Plain);
  }

  /** The schema, when there is one. */
  default Optional<JsonNode> schemaIfAny() {
    return this instanceof Schema asked ? Optional.of(asked.schema()) : Optional.empty();
  }
}
