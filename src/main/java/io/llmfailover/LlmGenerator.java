package io.llmfailover;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects an {@link Llm} that walks a chain.
 *
 * <pre>{@code
 * @Inject @LlmGenerator Llm llm;              // llm.chain
 * @Inject @LlmGenerator("support") Llm support; // llm.chain.support
 * }</pre>
 *
 * An unknown name fails the deployment with a message that lists the known ones.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface LlmGenerator {
  /** The chain's name; empty for the default chain. */
  String value() default "";
}
