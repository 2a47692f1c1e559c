package io.llmfailover.structured;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.llmfailover.Description;
import java.util.List;

/** Makes the JSON Schema of a tool's parameters: one object with a property for each. */
final class ParameterSchema {
  private static final SchemaGenerator GENERATOR = generator();
  private static final String DEFINITIONS = "$defs";

  private ParameterSchema() {}

  /** The schema of these. One at a time: the generator does not say that it is thread-safe. */
  static synchronized ObjectNode of(List<ToolParameter> parameters) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    SchemaBuilder types = GENERATOR.buildMultipleSchemaDefinitions();
    for (ToolParameter parameter : parameters) {
      properties.set(parameter.name(), types.createSchemaReference(parameter.described()));
      if (!parameter.optional()) {
        required.add(parameter.name());
      }
    }
    ObjectNode definitions = types.collectDefinitions(DEFINITIONS);
    // Only now the references say what they refer to.
    parameters.forEach(
        parameter -> annotate(parameter, (ObjectNode) properties.get(parameter.name())));
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!definitions.isEmpty()) {
      schema.set(DEFINITIONS, definitions);
    }
    return schema;
  }

  private static void annotate(ToolParameter parameter, ObjectNode property) {
    Description description = parameter.declared().getAnnotation(Description.class);
    if (description != null) {
      property.put("description", description.value());
    }
    ParameterConstraints.write(parameter.declared(), property);
  }

  private static SchemaGenerator generator() {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
            .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(
                Option.ADDITIONAL_FIXED_TYPES,
                Option.FLATTENED_ENUMS,
                Option.FLATTENED_OPTIONALS,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.PLAIN_DEFINITION_KEYS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    config
        .forFields()
        .withRequiredCheck(ParameterSchema::needed)
        .withDescriptionResolver(
            field -> text(field.getAnnotationConsideringFieldAndGetter(Description.class)));
    config
        .forTypesInGeneral()
        .withDescriptionResolver(
            scope -> text(scope.getType().getErasedType().getAnnotation(Description.class)));
    return new SchemaGenerator(config.build());
  }

  private static boolean needed(FieldScope field) {
    return !ToolParameter.isOptional(field.getDeclaredType().getErasedType());
  }

  /** The generator's own way of saying that there is none. */
  private static String text(Description description) {
    return description == null ? null : description.value();
  }
}
