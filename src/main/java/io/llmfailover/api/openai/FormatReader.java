package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.OutputFormat;
import java.util.Optional;

/** Reads which form of answer is asked for. */
final class FormatReader {
  private FormatReader() {}

  /**
   * The form.
   *
   * @param format the object with the {@code type}
   * @param details the object with {@code name} and {@code schema}, looked for only where the type
   *     is {@code json_schema}
   * @return empty for a type unknown here
   */
  static Optional<OutputFormat> read(Fields format, Details details) {
    return switch (format.needed("type")) {
      case "text" -> Optional.of(OutputFormat.TEXT);
      case "json_object" -> Optional.of(OutputFormat.JSON);
      case "json_schema" -> Optional.of(schema(details.of(format)));
      default -> Optional.empty();
    };
  }

  /** Where a format has its schema. */
  interface Details {
    /** The object with {@code name} and {@code schema}. */
    Fields of(Fields format);
  }

  private static OutputFormat schema(Fields details) {
    String name = details.text("name").orElse("");
    Optional<JsonNode> schema = details.field("schema");
    if (schema.isEmpty()) {
      return OutputFormat.JSON;
    }
    if (!schema.get().isObject()) {
      throw details.wrong("schema", "must be a JSON Schema, an object");
    }
    return new OutputFormat.Schema(name, schema.get());
  }
}
