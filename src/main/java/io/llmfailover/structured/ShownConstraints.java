package io.llmfailover.structured;

import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.groups.Default;

/**
 * The constraints a schema can say. To be loaded only where Jakarta Validation is there.
 *
 * <p>A pattern stands in the schema when it means the same in JavaScript: a provider that cannot
 * read it would refuse the request. Values are held against all others nevertheless.
 */
final class ShownConstraints extends JakartaValidationModule {
  private static final java.util.regex.Pattern JAVA_ALONE =
      java.util.regex.Pattern.compile(
          "\\(\\?(?!:)|[*+?}]\\+|\\\\[^dDwWsSbnrtf.\\-\\[\\]{}()*+?^$|/\\\\]|&&|\\[[^\\]]*\\[");

  ShownConstraints() {
    super(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS);
    forValidationGroups(Default.class);
  }

  /** Java's constraint is about the whole text, JSON Schema's keyword about any part of it. */
  @Override
  protected String resolveStringPattern(MemberScope<?, ?> member) {
    Pattern pattern = getAnnotationFromFieldOrGetter(member, Pattern.class, Pattern::groups);
    Email email = getAnnotationFromFieldOrGetter(member, Email.class, Email::groups);
    boolean flagged =
        pattern != null && pattern.flags().length > 0
            || pattern == null && email != null && email.flags().length > 0;
    String said = super.resolveStringPattern(member);
    return said == null || flagged || JAVA_ALONE.matcher(said).find() ? null : "^(?:" + said + ")$";
  }
}
