package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.llmfailover.InvalidPromptException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A JSON Schema that values can be held against. Thread-safe. */
final class CompiledSchema {
  /** Keywords made for references that are followed, beyond as many as the schema has itself. */
  private static final int SPARE = 1_000;

  /** As many for a metaschema, of which there are only five. */
  private static final int SPARE_OF_METASCHEMA = 20_000;

  private final SchemaCompiler compiler;
  private final int values;
  private final int mostMade;

  /** Follows references by making what they lead to, once for each way that leads there. */
  private volatile JsonSchema validator;

  private final AtomicInteger made = new AtomicInteger();

  private CompiledSchema(SchemaCompiler compiler, JsonSchema validator, int values, int mostMade) {
    this.compiler = compiler;
    this.validator = validator;
    this.values = values;
    this.mostMade = mostMade;
  }

  /**
   * Compiles a schema. Nothing it refers to is fetched.
   *
   * @throws InvalidPromptException when it is no valid JSON Schema of a known draft, refers to what
   *     is not in it or to itself without end, or is too deep, too large or too laborious
   */
  static CompiledSchema of(JsonNode schema) {
    try {
      Bounds.Copy copy = Bounds.SCHEMA.copy(schema);
      return of(copy, Draft.of(copy.json()));
    } catch (Bounds.ExceededException e) {
      throw new InvalidPromptException("schema", e.getMessage());
    }
  }

  /** Compiles a schema that is within its bounds as one of this draft. */
  static CompiledSchema of(Bounds.Copy schema, Draft draft) {
    SchemaCompiler compiler = new SchemaCompiler(draft, schema.json());
    int values = schema.values();
    return new CompiledSchema(compiler, compiler.checked(), values, values + SPARE);
  }

  /** Compiles a schema of our own. */
  static CompiledSchema trusted(SchemaCompiler compiler) {
    return new CompiledSchema(compiler, compiler.unchecked(), 1, SPARE_OF_METASCHEMA);
  }

  /** How many keywords were made for references since it was last made anew. */
  int made() {
    return made.get();
  }

  /** How many JSON values it has. */
  int values() {
    return values;
  }

  /**
   * What is wrong with a value: up to five violations in one line, each with its place as a JSON
   * pointer. Long values are not quoted.
   *
   * @return empty when the value follows the schema, or when that could not be found out within
   *     reasonable effort, which is logged
   */
  Optional<String> violations(JsonNode value) {
    try {
      return found(Bounds.ANSWER.copy(value).json());
    } catch (Bounds.ExceededException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> found(JsonNode value) {
    try {
      return applied(value);
    } catch (RuntimeException | StackOverflowError notApplicable) {
      SchemaLog.notChecked(notApplicable);
      return Optional.empty();
    }
  }

  /**
   * As {@link #violations}, of a value within its bounds.
   *
   * @throws Effort.ExceededException when it cannot be found out within reasonable effort
   */
  Optional<String> applied(JsonNode value) {
    try {
      return tried(value);
    } finally {
      if (made.get() > mostMade) {
        renew();
      }
    }
  }

  private Optional<String> tried(JsonNode value) {
    Effort effort = Effort.begin();
    try {
      Set<ValidationMessage> messages = SchemaCompiler.messages(validator, value, effort);
      if (!effort.givenUp().isEmpty()) {
        SchemaLog.notApplied(effort.givenUp());
      }
      return Violations.told(messages, effort.givenUp());
    } finally {
      made.addAndGet(effort.made());
      effort.close();
    }
  }

  /** A schema that refers to itself grows with the answers it meets; it must not do so forever. */
  private void renew() {
    made.set(0);
    validator = compiler.unchecked();
  }
}
