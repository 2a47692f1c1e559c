package io.llmfailover;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a tool that a model may ask for, in prompts that offer the bean with
 * {@link Prompt.Builder#toolsOf}.
 *
 * <pre>{@code
 * @ApplicationScoped
 * class Orders {
 *   @LlmTool("Says where an order is now.")
 *   @RolesAllowed("support")
 *   Whereabouts whereIs(@Description("As printed on the invoice.") String orderNumber) { … }
 * }
 * }</pre>
 *
 * <p>The method is called through the bean's proxy, with its interceptors and in the caller's
 * security and context: by {@link Llm#generate(Prompt)} on the caller's own thread. It is called
 * exactly once for each time a model asks, whichever link takes over afterwards. Its parameters are
 * read from JSON and checked against their constraints; what it gives back is told to the model as
 * text when it is a {@code String}, otherwise as JSON. A {@code CompletionStage} is waited for.
 * What it throws is logged, and the model is told that it failed, not why; the message of an {@link
 * IllegalArgumentException} is told, because the model can mend its arguments.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LlmTool {
  /** What it does and when to ask for it, for the model. */
  String value();

  /** What the model calls it, 1 to 64 of {@code A-Z a-z 0-9 _ -}; by default the method's name. */
  String name() default "";
}
