package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.AnswerCheck;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Holds answers against the JSON Schema their prompt asked for. What breaks it can be mended: the
 * model is told where and why. Thread-safe.
 */
@ApplicationScoped
public class SchemaCheck implements AnswerCheck {
  private final CompiledSchemas schemas = new CompiledSchemas();

  @Override
  public boolean concerns(Prompt prompt) {
    return prompt.format().schemaIfAny().isPresent();
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidPromptException when the schema is no valid JSON Schema, refers to what is not
   *     in it, or is too deep, too large or too laborious
   */
  @Override
  public void prepare(Prompt prompt) {
    prompt.format().schemaIfAny().ifPresent(schemas::compiled);
  }

  @Override
  public Optional<Objection> check(Prompt prompt, Answer answer) {
    Optional<JsonNode> schema = prompt.format().schemaIfAny();
    // A model may call tools first and write the JSON in a later turn.
    if (schema.isEmpty() || !answer.toolCalls().isEmpty()) {
      return Optional.empty();
    }
    return objection(schemas.compiled(schema.get()), answer.text());
  }

  private static Optional<Objection> objection(CompiledSchema schema, String text) {
    Optional<JsonNode> value = AnswerTree.parse(text);
    if (value.isEmpty()) {
      return Optional.of(
          Objection.mendable(
              "the answer is not exactly one JSON value, with each name in an object once"));
    }
    return schema
        .violations(value.get())
        .map(violations -> Objection.mendable("the answer breaks its JSON Schema: " + violations));
  }
}
