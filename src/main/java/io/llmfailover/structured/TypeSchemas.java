package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Module;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.OutputFormat;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a JSON Schema (2020-12) of a type, as providers take it when they are to keep to it: every
 * object closed, every property required, null only where it is said, and an object at the root.
 * Any other type stands in the property {@value #WRAPPER} of one. Thread-safe.
 */
final class TypeSchemas {
  /** Where a value is that is no object. */
  static final String WRAPPER = "value";

  private static final String DEFINITIONS = "$defs";

  /** What providers take at most. */
  private static final int LONGEST_NAME = 64;

  private final ReadTypes types;
  private final boolean constraints;

  /**
   * For types this mapper reads.
   *
   * @param constraints whether Jakarta Validation is there
   */
  TypeSchemas(ReadTypes types, boolean constraints) {
    this.types = types;
    this.constraints = constraints;
  }

  /**
   * The format that asks for this type.
   *
   * @param wrapped whether the value is in the property {@value #WRAPPER}
   */
  record TypeSchema(OutputFormat.Schema format, boolean wrapped) {}

  /**
   * The schema of a type.
   *
   * @throws InvalidPromptException when there is none; names the part to blame, and where it is
   */
  TypeSchema of(Type type) {
    TypeSurvey.of(types, type);
    SchemaBuilder builder = generator().buildMultipleSchemaDefinitions();
    ObjectNode root = builder.createSchemaReference(type);
    ObjectNode definitions = builder.collectDefinitions(DEFINITIONS);
    simplify(root, definitions);
    ObjectNode itself = referenced(root, definitions);
    boolean wrapped = !itself.path("type").asText().equals("object");
    ObjectNode schema = wrapped ? wrapped(root) : itself.deepCopy();
    String name = name(types.mapper().constructType(type));
    return new TypeSchema(new OutputFormat.Schema(name, with(definitions, schema)), wrapped);
  }

  /**
   * The schema of the arguments of a tool: an object with a property for each parameter. Those that
   * are optional may be null or left out; in all else, the types in it look as answers do.
   *
   * @throws InvalidPromptException when a parameter has no schema; names the part to blame, and
   *     where it is
   */
  ObjectNode of(List<ToolParameter> parameters) {
    parameters.forEach(one -> TypeSurvey.of(types, one.type(), one.name()));
    SchemaBuilder builder =
        generator(new ParameterSchema(parameters)).buildMultipleSchemaDefinitions();
    ObjectNode root = builder.createSchemaReference(ParameterSchema.Properties.class);
    ObjectNode definitions = builder.collectDefinitions(DEFINITIONS);
    simplify(root, definitions);
    List<String> required =
        parameters.stream().filter(one -> !one.optional()).map(ToolParameter::name).toList();
    return with(definitions, closed(root.path("properties"), required));
  }

  private static void simplify(ObjectNode root, ObjectNode definitions) {
    SimplerSchema.simplify(root);
    definitions.forEach(SimplerSchema::simplify);
  }

  private static ObjectNode with(ObjectNode definitions, ObjectNode schema) {
    if (!definitions.isEmpty()) {
      schema.set(DEFINITIONS, definitions);
    }
    return schema;
  }

  /** A type that contains itself stands among the definitions; providers want it at the root. */
  private static ObjectNode referenced(ObjectNode root, ObjectNode definitions) {
    String reference = root.path("$ref").asText();
    JsonNode target = definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
    return target instanceof ObjectNode definition ? definition : root;
  }

  private static ObjectNode wrapped(ObjectNode value) {
    return closed(value.objectNode().set(WRAPPER, value), List.of(WRAPPER));
  }

  private static ObjectNode closed(JsonNode properties, List<String> required) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", "object");
    object.set("properties", properties);
    if (!required.isEmpty()) {
      ArrayNode names = object.putArray("required");
      required.forEach(names::add);
    }
    return object.put("additionalProperties", false);
  }

  private SchemaGenerator generator(Module... more) {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(
            types.mapper(),
            SchemaVersion.DRAFT_2020_12,
            new OptionPreset(
                Option.PUBLIC_NONSTATIC_FIELDS,
                Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
                Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                Option.INLINE_NULLABLE_SCHEMAS,
                Option.PLAIN_DEFINITION_KEYS,
                Option.ALLOF_CLEANUP_AT_THE_END));
    config.with(new SchemaShape(types));
    config.with(new ShownProperties(types));
    if (constraints) {
      config.with(new ShownConstraints());
    }
    Stream.of(more).forEach(config::with);
    return new SchemaGenerator(config.build());
  }

  private static String name(JavaType type) {
    StringBuilder name = new StringBuilder(type.getRawClass().getSimpleName());
    type.getBindings().getTypeParameters().forEach(one -> name.append('_').append(name(one)));
    String safe = name.toString().replaceAll("[^A-Za-z0-9_-]", "_");
    return safe.length() > LONGEST_NAME ? safe.substring(0, LONGEST_NAME) : safe;
  }
}
