package io.llmfailover.structured;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import io.llmfailover.InvalidPromptException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks through a type and all it is made of for what JSON Schema cannot say. */
final class TypeSurvey {
  private static final Set<JsonTypeInfo.Id> TELLING =
      Set.of(JsonTypeInfo.Id.NAME, JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.Id.DEDUCTION);

  private final ReadTypes types;
  private final Set<JavaType> seen = new HashSet<>();

  private TypeSurvey(ReadTypes types) {
    this.types = types;
  }

  /**
   * Looks at a type.
   *
   * @throws InvalidPromptException names the first part of it that cannot be asked for, and where
   */
  static void of(ReadTypes types, Type type) {
    requireResolved(type);
    JavaType root = types.mapper().constructType(type);
    of(types, root, root.getRawClass().getSimpleName());
  }

  /**
   * As {@link #of(ReadTypes, Type)}, of a type in which nothing is open.
   *
   * @param place what it is called
   */
  static void of(ReadTypes types, JavaType type, String place) {
    new TypeSurvey(types).look(type, place);
  }

  /**
   * Looks whether nothing in a type is left open.
   *
   * @throws InvalidPromptException when a variable or a wildcard is in it
   */
  static void requireResolved(Type type) {
    requireResolved(type, type);
  }

  private static void requireResolved(Type part, Type whole) {
    if (part instanceof TypeVariable<?> || part instanceof WildcardType) {
      throw new InvalidPromptException(
          "type",
          "no JSON Schema can be made of "
              + whole.getTypeName()
              + ": it leaves "
              + part.getTypeName()
              + " open");
    }
    if (part instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(one -> requireResolved(one, whole));
    }
    if (part instanceof GenericArrayType array) {
      requireResolved(array.getGenericComponentType(), whole);
    }
  }

  private void look(JavaType type, String place) {
    if (!seen.add(type) || ScalarSchemas.of(type.getRawClass()).isPresent()) {
      return;
    }
    if (type.isEnumType()) {
      if (types.constants(type).isEmpty()) {
        throw refused(type, place, "its constants cannot be read back from JSON");
      }
    } else if (type.isArrayType() || type.isTypeOrSubTypeOf(Collection.class)) {
      look(type.getContentType(), place + "[]");
    } else if (type.isTypeOrSubTypeOf(Map.class)) {
      lookAtMap(type, place);
    } else if (type.hasRawClass(Optional.class)) {
      look(type.getContentType(), place);
    } else if (isOfThePlatform(type)) {
      throw refused(type, place, "it says nothing about its JSON");
    } else {
      lookAtObject(type, place);
    }
  }

  private void lookAtMap(JavaType type, String place) {
    JavaType key = type.getKeyType();
    if (!key.isEnumType() && !key.hasRawClass(String.class)) {
      throw refused(type, place, "its keys are neither texts nor constants of an enum");
    }
    look(key, place);
    look(type.getContentType(), place + "{}");
  }

  private static boolean isOfThePlatform(JavaType type) {
    String name = type.getRawClass().getName();
    return type.isPrimitive()
        || Stream.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.fasterxml.jackson.")
            .anyMatch(name::startsWith);
  }

  private void lookAtObject(JavaType type, String place) {
    try {
      Optional<TypeDeserializer> subtyping = types.subtyping(type);
      if (subtyping.isPresent()) {
        requireTelling(subtyping.get(), type, place);
        for (JavaType subtype : types.subtypes(type)) {
          if (subtype.getRawClass() != type.getRawClass()) {
            look(subtype, place + "(" + subtype.getRawClass().getSimpleName() + ")");
          }
        }
      }
      if (type.isConcrete()) {
        lookAtProperties(type, place);
      } else if (subtyping.isEmpty() || types.subtypes(type).isEmpty()) {
        throw refused(type, place, "it is abstract, and its subtypes are not known");
      }
    } catch (JsonMappingException unreadable) {
      lookBelow(type, place);
      throw refused(type, place, Words.line(unreadable.getOriginalMessage()));
    }
  }

  /** What cannot be read may be so for a part of it: that is the place to name. */
  private void lookBelow(JavaType type, String place) {
    for (BeanPropertyDefinition property : types.definitions(type.getRawClass())) {
      if (property.couldDeserialize()) {
        look(property.getPrimaryType(), place + "." + property.getName());
      }
    }
  }

  private static void requireTelling(TypeDeserializer subtyping, JavaType type, String place) {
    JsonTypeInfo.As way = subtyping.getTypeInclusion();
    boolean told =
        way == JsonTypeInfo.As.PROPERTY
            && TELLING.contains(subtyping.getTypeIdResolver().getMechanism());
    if (!told) {
      throw refused(type, place, "its subtypes are not told by name in a property");
    }
  }

  private void lookAtProperties(JavaType type, String place) throws JsonMappingException {
    BeanDeserializerBase reader =
        types
            .object(type)
            .orElseThrow(() -> refused(type, place, "it is not read property by property"));
    ValueInstantiator made = reader.getValueInstantiator();
    if (!made.canCreateUsingDefault() && !made.canCreateFromObjectWith()) {
      throw refused(type, place, "it has no constructor that can be used");
    }
    Map<String, SettableBeanProperty> properties = ReadTypes.properties(reader);
    Optional<TypeDeserializer> subtyping = types.subtyping(type);
    if (subtyping
        .map(TypeDeserializer::getPropertyName)
        .filter(properties::containsKey)
        .isPresent()) {
      throw refused(
          type, place, "a property has the name that tells subtypes apart; use @JsonTypeInfo");
    }
    properties.forEach((name, property) -> look(property, place + "." + name));
  }

  private void look(SettableBeanProperty property, String place) {
    var introspector = types.mapper().getDeserializationConfig().getAnnotationIntrospector();
    boolean itsOwnWay =
        introspector.findDeserializer(property.getMember()) != null
            || introspector.findUnwrappingNameTransformer(property.getMember()) != null;
    if (itsOwnWay) {
      throw refused(property.getType(), place, "it is read there in a way of its own");
    }
    look(property.getType(), place);
  }

  private static InvalidPromptException refused(JavaType type, String place, String why) {
    return new InvalidPromptException(
        "type",
        "no JSON Schema can be made of "
            + type.getRawClass().getTypeName()
            + " at "
            + place
            + ": "
            + why);
  }
}
