package io.llmfailover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Objects;

/**
 * A tool the model may ask for.
 *
 * @param name 1 to 64 characters
 * @param description what it does, for the model; may be empty
 * @param parameters JSON Schema of the arguments; an empty object when it takes none
 */
public record Tool(String name, String description, JsonNode parameters) {
  /** Checks that the name is not blank; a missing description or schema becomes empty. */
  public Tool {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.length() > 64) {
      throw new InvalidPromptException("tools.name", "a tool's name has 1 to 64 characters");
    }
    description = description == null ? "" : description;
    parameters =
        parameters == null || parameters.isNull() || parameters.isMissingNode()
            ? JsonNodeFactory.instance.objectNode()
            : parameters;
  }
}
