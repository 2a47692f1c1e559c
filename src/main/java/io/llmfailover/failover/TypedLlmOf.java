package io.llmfailover.failover;

import io.llmfailover.TypedLlm;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

/** The type {@code TypedLlm<X>}, equal to that of any injection point. */
final class TypedLlmOf implements ParameterizedType {
  private final Type type;

  TypedLlmOf(Type type) {
    this.type = type;
  }

  @Override
  public Type[] getActualTypeArguments() {
    return new Type[] {type};
  }

  @Override
  public Type getRawType() {
    return TypedLlm.class;
  }

  /** None: {@link TypedLlm} is no inner class. */
  @Override
  public Type getOwnerType() {
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterizedType generic
        && generic.getRawType() == TypedLlm.class
        && Arrays.equals(generic.getActualTypeArguments(), getActualTypeArguments());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(getActualTypeArguments()) ^ TypedLlm.class.hashCode();
  }

  @Override
  public String getTypeName() {
    return TypedLlm.class.getName() + "<" + type.getTypeName() + ">";
  }

  @Override
  public String toString() {
    return getTypeName();
  }
}
