package io.llmfailover.failover;

import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Type;

/** A type known at run time only, where the signature wants a literal. */
final class AskedType<T> extends TypeLiteral<T> {
  private static final long serialVersionUID = 1L;

  private final transient Type type;

  AskedType(Type type) {
    this.type = type;
  }

  /** What is asked for; {@link #getType} knows no more than that it is a {@code T}. */
  Type type() {
    return type;
  }
}
