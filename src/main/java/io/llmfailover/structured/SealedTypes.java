package io.llmfailover.structured;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads sealed types without any annotation: a property {@value #PROPERTY} holds the simple name of
 * the subtype. What Jackson's own annotations say comes first.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {
  static final String PROPERTY = "type";

  private static final long serialVersionUID = 1L;

  @Override
  public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value said = super.findPolymorphicTypeInfo(config, annotated);
    if (said != null || !(annotated instanceof AnnotatedClass of) || !isOfSealed(of.getRawType())) {
      return said;
    }
    return JsonTypeInfo.Value.construct(
        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, true);
  }

  @Override
  public List<NamedType> findSubtypes(Annotated annotated) {
    List<NamedType> said = super.findSubtypes(annotated);
    if (said != null || !annotated.getRawType().isSealed()) {
      return said;
    }
    return Stream.of(annotated.getRawType().getPermittedSubclasses()).map(NamedType::new).toList();
  }

  @Override
  public String findTypeName(AnnotatedClass type) {
    String said = super.findTypeName(type);
    return said == null && isOfSealed(type.getRawType()) ? type.getRawType().getSimpleName() : said;
  }

  private static boolean isOfSealed(Class<?> type) {
    if (type == null || type.isEnum() || type.getName().startsWith("java.")) {
      return false;
    }
    return type.isSealed()
        || isOfSealed(type.getSuperclass())
        || Stream.of(type.getInterfaces()).anyMatch(SealedTypes::isOfSealed);
  }
}
