package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.structured.Words;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.PatternSyntaxException;

/**
 * Makes a validator of a schema, and finds out before it is used whether it can be. Thread-safe.
 *
 * @param draft how to read it
 * @param schema within {@link Bounds#SCHEMA}
 */
record SchemaCompiler(Draft draft, JsonNode schema) {
  /** Where a schema without an address is, so that it may give itself a relative one. */
  private static final SchemaLocation BASE = SchemaLocation.of("https://schema.invalid/prompt");

  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .locale(Locale.ROOT)
          .formatAssertionsEnabled(false)
          // References are followed when a value leads there: at each level they may double.
          .preloadJsonSchema(false)
          .preloadJsonSchemaRefMaxNestingDepth(0)
          .regularExpressionFactory(SchemaCompiler::expression)
          .build();

  /** One of each type: a reference that leads to itself without end does so for one of them. */
  private static final List<JsonNode> PROBES =
      List.of(
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.arrayNode(),
          JsonNodeFactory.instance.textNode(""),
          JsonNodeFactory.instance.numberNode(0),
          JsonNodeFactory.instance.booleanNode(true),
          JsonNodeFactory.instance.nullNode());

  private static final Map<Draft, CompiledSchema> METASCHEMAS = new ConcurrentHashMap<>();

  /**
   * The schema's validator.
   *
   * @throws InvalidPromptException when no answer could be held against it
   */
  JsonSchema checked() {
    try {
      Optional<String> invalid =
          METASCHEMAS.computeIfAbsent(draft, SchemaCompiler::metaschema).applied(schema);
      if (invalid.isPresent()) {
        throw refused(invalid.get());
      }
      return tried();
    } catch (Effort.ExceededException | StackOverflowError endless) {
      throw refused("refers to itself without end, or takes too much work to apply");
    } catch (UnusableSchemaException unusable) {
      throw refused(unusable.getMessage());
    } catch (JsonSchemaException | IllegalArgumentException | ClassCastException unusable) {
      // What else the validator finds wrong, it finds where a metaschema cannot look.
      throw refused(Words.start(String.valueOf(unusable.getMessage()), 300));
    }
  }

  /** Another validator of a schema that has been checked. */
  JsonSchema unchecked() {
    Effort effort = Effort.begin();
    try {
      return made();
    } finally {
      effort.close();
    }
  }

  /** What is wrong with a value. */
  static Set<ValidationMessage> messages(JsonSchema validator, JsonNode value, Effort effort) {
    return validator.validate(value, run -> run.setExecutionConfig(effort.counting()));
  }

  private static CompiledSchema metaschema(Draft draft) {
    return CompiledSchema.trusted(
        new SchemaCompiler(draft, JsonNodeFactory.instance.objectNode().put("$ref", draft.iri())));
  }

  private JsonSchema tried() {
    try (Effort effort = Effort.begin()) {
      JsonSchema made = made();
      effort
          .findings()
          .problem()
          .ifPresent(
              problem -> {
                throw new UnusableSchemaException(problem);
              });
      effort.findings().followReferences();
      for (JsonSchema one : targets(made)) {
        PROBES.forEach(probe -> messages(one, probe, effort));
      }
      return made;
    }
  }

  private JsonSchema made() {
    return factory().getSchema(BASE, schema, CONFIG);
  }

  /** The schema, and each in it that something refers to: only these can be met in a circle. */
  private static Set<JsonSchema> targets(JsonSchema root) {
    Set<JsonSchema> targets = Collections.newSetFromMap(new IdentityHashMap<>());
    ValidationContext context = root.getValidationContext();
    targets.add(root);
    targets.addAll(context.getSchemaReferences().values());
    targets.addAll(context.getSchemaResources().values());
    targets.addAll(context.getDynamicAnchors().values());
    return targets;
  }

  /** A factory for each schema: what it remembers is one caller's. */
  private JsonSchemaFactory factory() {
    return JsonSchemaFactory.builder()
        .metaSchemas(Arrays.stream(Draft.values()).map(Draft::keywords).toList())
        .defaultMetaSchemaIri(draft.keywords().getIri())
        .metaSchemaFactory(
            (iri, factory, config) ->
                Draft.named(iri)
                    .map(Draft::keywords)
                    .orElseThrow(() -> new UnusableSchemaException(Draft.unknown(iri))))
        .schemaMappers(mappers -> mappers.add(KnownDocuments.METASCHEMAS))
        .schemaLoaders(loaders -> loaders.add(KnownDocuments.METASCHEMAS))
        .build();
  }

  /** The validator logs what callers send when an expression of theirs throws: none does. */
  private static RegularExpression expression(String source) {
    try {
      return new BoundedPattern(source);
    } catch (PatternSyntaxException e) {
      Effort.current().findings().broken(source, e);
      return text -> true;
    }
  }

  private static InvalidPromptException refused(String why) {
    return new InvalidPromptException("schema", why);
  }
}
