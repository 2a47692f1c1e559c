package io.llmfailover.failover;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a chain in front of an {@link io.llmfailover.Llm} bean: every method walks the chain first,
 * and the bean's own body is the last resort when no link gave a usable answer.
 *
 * <pre>{@code
 * @Failover("support")
 * @ApplicationScoped
 * class CannedAnswers implements Llm { … }
 * }</pre>
 *
 * A body that has no answer either throws {@link UnsupportedOperationException}; the caller then
 * gets the chain's own exception.
 */
@InterceptorBinding
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Failover {
  /**
   * The chain's name; empty for the one the bean's {@link io.llmfailover.LlmGenerator} qualifier
   * names, else the default chain.
   */
  @Nonbinding
  String value() default "";

  /** Makes the binding at run time. */
  final class Literal extends AnnotationLiteral<Failover> implements Failover {
    private static final long serialVersionUID = 1L;

    /** The binding without a name. */
    public static final Literal INSTANCE = new Literal();

    private Literal() {}

    @Override
    public String value() {
      return "";
    }
  }
}
