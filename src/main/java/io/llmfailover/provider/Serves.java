package io.llmfailover.provider;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which provider a {@link Provider} bean calls, by its configured name. */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER})
public @interface Serves {
  /** Any provider that has no bean of its own, because it was configured after the start. */
  String ANY_OTHER = "*";

  /** The provider's name, for instance {@code openai}. */
  String value();

  /** Makes the qualifier at run time. */
  final class Literal extends AnnotationLiteral<Serves> implements Serves {
    private static final long serialVersionUID = 1L;

    private final String value;

    private Literal(String value) {
      this.value = value;
    }

    /** The qualifier for this provider. */
    public static Literal of(String value) {
      return new Literal(value);
    }

    @Override
    public String value() {
      return value;
    }
  }
}
