package io.llmfailover.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Module;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.TypeScope;
import io.llmfailover.Description;
import io.llmfailover.InvalidPromptException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What each kind of type looks like in a schema. Every type has passed {@link TypeSurvey}. */
final class SchemaShape implements Module {
  private final ReadTypes types;

  SchemaShape(ReadTypes types) {
    this.types = types;
  }

  @Override
  public void applyToConfigBuilder(SchemaGeneratorConfigBuilder builder) {
    builder
        .forTypesInGeneral()
        .withCustomDefinitionProvider(this::ofType)
        .withSubtypeResolver((type, context) -> subtypes(type, context))
        .withTypeAttributeOverride(this::close);
    builder.forFields().withCustomDefinitionProvider(SchemaShape::ofField);
  }

  private JavaType read(ResolvedType type) {
    return types.mapper().constructType(type.getErasedType());
  }

  private CustomDefinition ofType(ResolvedType type, SchemaGenerationContext context) {
    Optional<ObjectNode> scalar = ScalarSchemas.of(type.getErasedType());
    if (scalar.isPresent()) {
      return inline(scalar.get());
    }
    if (type.isInstanceOf(Enum.class)) {
      return inline(ofEnum(type, context));
    }
    if (type.getErasedType() == Optional.class) {
      JsonNode content =
          context.createDefinitionReference(type.typeParametersFor(Optional.class).get(0));
      return inline(orNull(content, context));
    }
    if (type.isInstanceOf(Map.class)) {
      List<ResolvedType> parameters = type.typeParametersFor(Map.class);
      return inline(
          ofMap(parameters, context.createDefinitionReference(parameters.get(1)), context));
    }
    return null;
  }

  /**
   * As {@link #ofType}, with the constraints that stand inside the brackets of the field's type.
   */
  private static CustomPropertyDefinition ofField(
      FieldScope field, SchemaGenerationContext context) {
    JsonFormat form = field.getAnnotationConsideringFieldAndGetterIfSupported(JsonFormat.class);
    if (form != null && !form.pattern().isEmpty()) {
      // A date in a form of its own is not in the form its type has elsewhere.
      return new CustomPropertyDefinition(
          context.getGeneratorConfig().createObjectNode().put("type", "string"));
    }
    if (field.getType().getErasedType() == Optional.class) {
      JsonNode content =
          context.createStandardDefinitionReference(within(field, Optional.class, 0), null);
      return new CustomPropertyDefinition(orNull(content, context));
    }
    if (field.getType().isInstanceOf(Map.class)) {
      JsonNode content =
          context.createStandardDefinitionReference(within(field, Map.class, 1), null);
      return new CustomPropertyDefinition(
          ofMap(field.getType().typeParametersFor(Map.class), content, context));
    }
    return null;
  }

  private static FieldScope within(FieldScope field, Class<?> container, int parameter) {
    return (FieldScope) field.asFakeContainerItemScope(container, parameter);
  }

  private static CustomDefinition inline(ObjectNode schema) {
    return new CustomDefinition(
        schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
  }

  private ObjectNode ofEnum(ResolvedType type, SchemaGenerationContext context) {
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    List<JsonNode> constants = types.constants(read(type)).orElse(List.of());
    Set<String> kinds = new TreeSet<>();
    constants.forEach(
        one -> kinds.add(one.isTextual() ? "string" : one.isIntegralNumber() ? "integer" : ""));
    if (kinds.size() == 1 && !kinds.contains("")) {
      schema.put("type", kinds.iterator().next());
    }
    schema.putArray("enum").addAll(constants);
    return schema;
  }

  private static ObjectNode orNull(JsonNode content, SchemaGenerationContext context) {
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    ArrayNode either = schema.putArray("anyOf");
    either.add(content).addObject().put("type", "null");
    return schema;
  }

  private static ObjectNode ofMap(
      List<ResolvedType> keyAndValue, JsonNode content, SchemaGenerationContext context) {
    ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "object");
    if (keyAndValue.get(0).isInstanceOf(Enum.class)) {
      schema.set("propertyNames", context.createDefinitionReference(keyAndValue.get(0)));
    }
    schema.set("additionalProperties", content);
    return schema;
  }

  private List<ResolvedType> subtypes(ResolvedType type, SchemaGenerationContext context) {
    if (type.isPrimitive()
        || type.isArray()
        || type.getErasedType().getName().startsWith("java.")) {
      return List.of();
    }
    List<JavaType> subtypes = told(type).isPresent() ? types.subtypes(read(type)) : List.of();
    boolean itself = subtypes.size() == 1 && subtypes.get(0).getRawClass() == type.getErasedType();
    return itself
        ? List.of()
        : subtypes.stream()
            .map(one -> context.getTypeContext().resolveSubtype(type, one.getRawClass()))
            .toList();
  }

  private Optional<TypeDeserializer> told(ResolvedType type) {
    try {
      return types.subtyping(read(type));
    } catch (JsonMappingException unreadable) {
      return Optional.empty();
    }
  }

  /** Closes an object, and has it say which subtype it is. */
  private void close(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
    ResolvedType type = scope.getType();
    if (schema.has("anyOf") && !schema.has("description")) {
      Description said = type.getErasedType().getAnnotation(Description.class);
      if (said != null && !type.getErasedType().getName().startsWith("java.")) {
        schema.put("description", said.value());
      }
    }
    if (!schema.path("type").asText().equals("object") || type.isInstanceOf(Map.class)) {
      return;
    }
    ObjectNode properties = schema.withObjectProperty("properties");
    requireAllShown(properties, type);
    told(type).ifPresent(subtyping -> tell(subtyping, type, properties));
    ArrayNode required = schema.putArray("required");
    properties.fieldNames().forEachRemaining(required::add);
    schema.put("additionalProperties", false);
  }

  private void requireAllShown(ObjectNode properties, ResolvedType type) {
    for (String name : types.names(type.getErasedType())) {
      if (!properties.has(name)) {
        throw new InvalidPromptException(
            "type",
            "no JSON Schema can be made of "
                + type.getErasedType().getTypeName()
                + ": its property "
                + name
                + " is not a field");
      }
    }
  }

  private void tell(TypeDeserializer subtyping, ResolvedType type, ObjectNode properties) {
    String property = subtyping.getPropertyName();
    if (property == null) {
      return;
    }
    String id = types.idOf(read(type), subtyping);
    ObjectNode kept = properties.objectNode();
    kept.putObject(property).put("type", "string").put("const", id);
    properties.properties().forEach(one -> kept.set(one.getKey(), one.getValue()));
    properties.removeAll();
    properties.setAll(kept);
  }
}
