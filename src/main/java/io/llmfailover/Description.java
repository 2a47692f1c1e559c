package io.llmfailover;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells the model what a type, a component or field of it, or a tool's parameter means. Stands in
 * the JSON Schema that links are given.
 *
 * <pre>{@code
 * record Lesson(@Description("At most eight words.") String title, List<Step> steps) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.TYPE,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER,
  ElementType.RECORD_COMPONENT
})
public @interface Description {
  /** In a sentence or two, for the model. */
  String value();
}
