package io.llmfailover.structured;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.llmfailover.Description;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The properties a schema has: those that are read, under the names they are read by, in the order
 * of the class. All are required; null is taken only where the class says so.
 */
final class ShownProperties extends JacksonModule {
  private static final Set<String> MAY_BE_NULL = Set.of("Nullable", "CheckForNull");

  private final ReadTypes types;

  ShownProperties(ReadTypes types) {
    super(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM);
    this.types = types;
  }

  @Override
  public void applyToConfigBuilder(SchemaGeneratorConfigBuilder builder) {
    builder
        .forFields()
        .withDescriptionResolver(ShownProperties::described)
        .withRequiredCheck(field -> true)
        .withNullableCheck(ShownProperties::mayBeNull)
        .withInstanceAttributeOverride(ShownProperties::formatted);
    builder
        .forTypesInGeneral()
        .withDescriptionResolver(ShownProperties::described)
        .withPropertySorter(this::inOrder);
    super.applyToConfigBuilder(builder);
  }

  @Override
  protected boolean shouldIgnoreField(FieldScope field) {
    return types.nameOf(owner(field), field.getDeclaredName()).isEmpty();
  }

  @Override
  protected String getPropertyNameOverrideBasedOnJsonPropertyAnnotation(MemberScope<?, ?> member) {
    return types.nameOf(owner(member), member.getDeclaredName()).orElse(null);
  }

  private static Class<?> owner(MemberScope<?, ?> member) {
    return member.getDeclaringTypeMembers().allTypesAndOverrides().get(0).getType().getErasedType();
  }

  /** As they are declared, unless the class has an order of its own. */
  private int inOrder(MemberScope<?, ?> one, MemberScope<?, ?> other) {
    if (!types.ordered(owner(one))) {
      return 0;
    }
    List<String> names = new ArrayList<>(types.names(owner(one)));
    return Integer.compare(
        names.indexOf(one.getSchemaPropertyName()), names.indexOf(other.getSchemaPropertyName()));
  }

  private static String described(FieldScope field) {
    if (field.isFakeContainerItemScope()) {
      return null;
    }
    Description said = field.getAnnotationConsideringFieldAndGetter(Description.class);
    return said == null ? null : said.value();
  }

  /** What a type means, in the words of its author; null when they said nothing. */
  private static String described(TypeScope scope) {
    Description said = scope.getType().getErasedType().getAnnotation(Description.class);
    return said == null ? null : said.value();
  }

  private static boolean mayBeNull(FieldScope field) {
    if (field.isFakeContainerItemScope()) {
      return false;
    }
    Stream<Annotation> said = Stream.of(field.getRawMember().getAnnotations());
    Stream<Annotation> saidOfType =
        Stream.of(field.getRawMember().getAnnotatedType().getAnnotations());
    Stream<Annotation> saidOfGetter =
        field.findGetter() == null
            ? Stream.empty()
            : Stream.of(field.findGetter().getRawMember().getAnnotations());
    return Stream.of(said, saidOfType, saidOfGetter)
        .flatMap(all -> all)
        .anyMatch(one -> MAY_BE_NULL.contains(one.annotationType().getSimpleName()));
  }

  private static void formatted(
      ObjectNode attributes, FieldScope field, SchemaGenerationContext context) {
    JsonFormat format = field.getAnnotationConsideringFieldAndGetterIfSupported(JsonFormat.class);
    if (format != null && !format.pattern().isEmpty()) {
      String written = "Written as " + format.pattern() + ".";
      String said = attributes.path("description").asText();
      attributes.put("description", said.isEmpty() ? written : said + " " + written);
    }
  }
}
