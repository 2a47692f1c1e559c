package io.llmfailover.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Module;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import java.util.List;

/**
 * Makes one property of each parameter of a tool, as if they were the fields of a class. They are
 * asked for as the type {@link Properties}.
 */
final class ParameterSchema implements Module {
  private final List<ToolParameter> parameters;

  ParameterSchema(List<ToolParameter> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /** Stands for the parameters. */
  static final class Properties {
    private Properties() {}
  }

  @Override
  public void applyToConfigBuilder(SchemaGeneratorConfigBuilder builder) {
    builder.forTypesInGeneral().withCustomDefinitionProvider(this::properties);
  }

  private CustomDefinition properties(ResolvedType type, SchemaGenerationContext context) {
    if (type.getErasedType() != Properties.class) {
      return null;
    }
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    ObjectNode properties = schema.putObject("properties");
    for (ToolParameter one : parameters) {
      properties.set(
          one.name(),
          context.createStandardDefinitionReference(
              ParameterScope.of(one.declared(), one.type(), context.getTypeContext()), null));
    }
    return new CustomDefinition(
        schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
  }
}
