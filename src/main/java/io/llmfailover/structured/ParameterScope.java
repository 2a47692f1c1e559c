package io.llmfailover.structured;

import com.fasterxml.classmate.Annotations;
import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.classmate.members.ResolvedField;
import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.databind.JavaType;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.TypeContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.function.Predicate;

/**
 * A parameter in the place of a field: the generator of schemas knows no parameters, and what it
 * makes of one must be what it makes of a field of this type with these annotations.
 */
final class ParameterScope extends FieldScope {
  private final Parameter parameter;

  private ParameterScope(Parameter parameter, ResolvedType type, TypeContext context) {
    super(field(parameter, type, context), place(context), null, context);
    this.parameter = parameter;
  }

  /** A parameter of this type, which may be more than is declared. */
  static ParameterScope of(Parameter parameter, JavaType type, TypeContext context) {
    return new ParameterScope(parameter, resolved(type, context), context);
  }

  private static ResolvedType resolved(JavaType type, TypeContext context) {
    if (type.isArrayType()) {
      ResolvedType content = resolved(type.getContentType(), context);
      GenericArrayType array = () -> content;
      return context.resolve(array);
    }
    Type[] bound =
        type.getBindings().getTypeParameters().stream()
            .map(one -> resolved(one, context))
            .toArray(Type[]::new);
    return context.resolve(type.getRawClass(), bound);
  }

  private static ResolvedField field(Parameter parameter, ResolvedType type, TypeContext context) {
    Annotations said = new Annotations();
    for (Annotation one : parameter.getAnnotations()) {
      // Jackson reads the value alone: what is said to it here, it does not hear.
      if (!one.annotationType().isAnnotationPresent(JacksonAnnotation.class)) {
        said.add(one);
      }
    }
    return new ResolvedField(context.resolve(AnyField.class), said, AnyField.field(), type);
  }

  private static DeclarationDetails place(TypeContext context) {
    ResolvedType owner = context.resolve(AnyField.class);
    return new DeclarationDetails(owner, context.resolveWithMembers(owner));
  }

  @Override
  public FieldScope withOverriddenType(ResolvedType type) {
    return new ParameterScope(parameter, type == null ? getType() : type, getContext());
  }

  @Override
  public <A extends Annotation> A getContainerItemAnnotation(
      Class<A> wanted, Predicate<Annotation> others) {
    return getContext()
        .getTypeParameterAnnotation(
            wanted, others, parameter.getAnnotatedType(), getFakeContainerItemIndex());
  }

  /** What the generator takes the parameter for. */
  private static final class AnyField {
    private Object value;

    static Field field() {
      try {
        return AnyField.class.getDeclaredField("value");
      } catch (NoSuchFieldException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
