package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the mapper reads of a type: the schema says neither more nor less. Thread-safe. */
final class ReadTypes {
  private final ObjectMapper mapper;

  ReadTypes(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  ObjectMapper mapper() {
    return mapper;
  }

  private DeserializationConfig config() {
    return mapper.getDeserializationConfig();
  }

  /**
   * What reads an object of this type property by property; empty when it is read in another way.
   *
   * @throws JsonMappingException when nothing can read it
   */
  Optional<BeanDeserializerBase> object(JavaType type) throws JsonMappingException {
    DeserializationContext context =
        ((DefaultDeserializationContext) mapper.getDeserializationContext())
            .createDummyInstance(config());
    return context.findNonContextualValueDeserializer(type) instanceof BeanDeserializerBase reader
            && !reader.getValueInstantiator().canCreateUsingDelegate()
        ? Optional.of(reader)
        : Optional.empty();
  }

  /** The type of each property that is read, by its name in JSON. */
  static Map<String, SettableBeanProperty> properties(BeanDeserializerBase reader) {
    Map<String, SettableBeanProperty> properties = new LinkedHashMap<>();
    reader.properties().forEachRemaining(one -> properties.put(one.getName(), one));
    reader.creatorProperties().forEachRemaining(one -> properties.put(one.getName(), one));
    return properties;
  }

  /** The names in JSON of all properties that are read, as they are in the class. */
  Set<String> names(Class<?> type) {
    try {
      Set<String> read =
          object(mapper.constructType(type))
              .map(reader -> properties(reader).keySet())
              .orElse(Set.of());
      Set<String> names = new LinkedHashSet<>();
      definitions(type).forEach(one -> names.add(one.getName()));
      names.retainAll(read);
      names.addAll(read);
      return names;
    } catch (JsonMappingException unreadable) {
      return Set.of();
    }
  }

  /** How JSON calls what Java calls {@code property}; empty when it is not read. */
  Optional<String> nameOf(Class<?> type, String property) {
    return definition(type, property)
        .map(BeanPropertyDefinition::getName)
        .filter(names(type)::contains);
  }

  /** A property by its name in Java. */
  Optional<BeanPropertyDefinition> definition(Class<?> type, String property) {
    return definitions(type).stream()
        .filter(one -> one.getInternalName().equals(property))
        .findFirst();
  }

  /** Whether a class says itself in which order its properties stand. */
  boolean ordered(Class<?> type) {
    var described = config().introspectClassAnnotations(mapper.constructType(type));
    return config()
            .getAnnotationIntrospector()
            .findSerializationPropertyOrder(described.getClassInfo())
        != null;
  }

  /** The properties of a class, read or not; some under another name than they have in Java. */
  List<BeanPropertyDefinition> definitions(Class<?> type) {
    return config().introspect(mapper.constructType(type)).findProperties();
  }

  /** The constants of an enum as JSON names them; empty when they could not be read back. */
  Optional<List<JsonNode>> constants(JavaType type) {
    List<JsonNode> constants = new ArrayList<>();
    for (Object constant : type.getRawClass().getEnumConstants()) {
      JsonNode name = mapper.valueToTree(constant);
      try {
        if (!name.isValueNode() || mapper.treeToValue(name, type) != constant) {
          return Optional.empty();
        }
      } catch (JsonProcessingException notRead) {
        return Optional.empty();
      }
      constants.add(name);
    }
    return Optional.of(constants);
  }

  /** How the subtype is told in JSON; empty when it need not be. */
  Optional<TypeDeserializer> subtyping(JavaType type) throws JsonMappingException {
    return Optional.ofNullable(config().findTypeDeserializer(type));
  }

  /** What stands in JSON for a type among its siblings. */
  String idOf(JavaType type, TypeDeserializer subtyping) {
    return named(type)
        .filter(one -> one.getType() == type.getRawClass() && one.hasName())
        .map(NamedType::getName)
        .findFirst()
        .orElseGet(
            () -> subtyping.getTypeIdResolver().idFromValueAndType(null, type.getRawClass()));
  }

  /** The concrete subtypes of a type whose JSON tells which it is. */
  List<JavaType> subtypes(JavaType type) {
    return named(type)
        .map(NamedType::getType)
        .distinct()
        // Annotations are inherited: a subtype that is asked about names its siblings, too.
        .filter(type.getRawClass()::isAssignableFrom)
        .map(subtype -> config().constructSpecializedType(type, subtype))
        .filter(JavaType::isConcrete)
        .toList();
  }

  private Stream<NamedType> named(JavaType type) {
    return config()
        .getSubtypeResolver()
        .collectAndResolveSubtypesByTypeId(
            config(), config().introspectClassAnnotations(type).getClassInfo())
        .stream();
  }
}
