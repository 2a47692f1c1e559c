package io.llmfailover.failover;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.TypedLlm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedCallable;
import jakarta.enterprise.inject.spi.AnnotatedField;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.lang.reflect.Member;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds where an application injects a {@link TypedLlm}, and adds the bean for it. Can be injected
 * itself, to tell of them.
 */
public class TypedPoints implements Extension {
  private final Set<TypedPoint> points = new LinkedHashSet<>();

  /** All of them, in the order they were found. */
  public List<TypedPoint> all() {
    return List.copyOf(points);
  }

  /**
   * Notes what stands in any class: the injection points of servlets and their like are told only
   * after the beans were added.
   */
  void note(@Observes @WithAnnotations(LlmGenerator.class) ProcessAnnotatedType<?> discovered) {
    AnnotatedType<?> type = discovered.getAnnotatedType();
    for (AnnotatedField<?> field : type.getFields()) {
      if (field.isAnnotationPresent(Inject.class)) {
        note(field, field.getJavaMember());
      }
    }
    Stream<? extends AnnotatedCallable<?>> callables =
        Stream.concat(type.getConstructors().stream(), type.getMethods().stream());
    callables.forEach(
        callable ->
            callable
                .getParameters()
                .forEach(parameter -> note(parameter, callable.getJavaMember())));
  }

  private void note(Annotated place, Member member) {
    LlmGenerator generator = place.getAnnotation(LlmGenerator.class);
    if (generator != null) {
      typeAsked(place.getBaseType())
          .filter(type -> !(type instanceof TypeVariable<?>))
          .ifPresent(type -> note(generator, type, member));
    }
  }

  private void note(LlmGenerator generator, Type type, Member member) {
    String place = member.getDeclaringClass().getName() + "." + member.getName();
    points.add(new TypedPoint(generator.value(), type, place));
  }

  /** Notes those of beans, which know what a variable of their class stands for. */
  void note(@Observes ProcessInjectionPoint<?, ?> found) {
    InjectionPoint point = found.getInjectionPoint();
    LlmGenerator generator = point.getAnnotated().getAnnotation(LlmGenerator.class);
    if (generator == null) {
      return;
    }
    Type wanted = provided(point.getType());
    Optional<Type> type = typeAsked(wanted);
    if (wanted == TypedLlm.class || type.filter(TypeVariable.class::isInstance).isPresent()) {
      found.addDefinitionError(
          new IllegalArgumentException(
              "LLMF0041E: "
                  + wanted.getTypeName()
                  + " at "
                  + point.getMember()
                  + " does not say which type it answers with: write TypedLlm<Lesson>"));
      return;
    }
    type.ifPresent(asked -> note(generator, asked, point.getMember()));
  }

  /** What X is in {@code TypedLlm<X>}, also when it can be asked for later. */
  private static Optional<Type> typeAsked(Type type) {
    return provided(type) instanceof ParameterizedType generic
            && generic.getRawType() == TypedLlm.class
        ? Optional.of(generic.getActualTypeArguments()[0])
        : Optional.empty();
  }

  private static Type provided(Type type) {
    return type instanceof ParameterizedType generic
            && (generic.getRawType() == Instance.class || generic.getRawType() == Provider.class)
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  void addBeans(@Observes AfterBeanDiscovery discovery) {
    Map<TypedPoint, TypedPoint> distinct = new LinkedHashMap<>();
    points.forEach(
        point -> distinct.putIfAbsent(new TypedPoint(point.chain(), point.type(), ""), point));
    distinct.keySet().forEach(one -> addBean(discovery, one));
  }

  private static void addBean(AfterBeanDiscovery discovery, TypedPoint point) {
    GeneratorLiteral chain = new GeneratorLiteral(point.chain());
    discovery
        .<TypedLlm<?>>addBean()
        .beanClass(ChainOfType.class)
        .types(new TypedLlmOf(point.type()), Object.class)
        .qualifiers(chain, Any.Literal.INSTANCE)
        // The scope of chains: a proxy may stay in a session that is written to disk.
        .scope(ApplicationScoped.class)
        .id(TypedLlm.class.getName() + "/" + point.chain() + "/" + point.type().getTypeName())
        .produceWith(
            beans -> new ChainOfType<>(beans.select(Llm.class, chain).get(), point.type()));
  }
}
