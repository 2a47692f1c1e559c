package io.llmfailover.structured.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A regular expression of a schema, which finds a match or gives up within the {@link Effort} of
 * its check. What it gives up on counts as matching. Thread-safe.
 */
final class BoundedPattern implements RegularExpression {
  private final String source;
  private final Pattern pattern;

  /**
   * Compiles an ECMA-262 expression.
   *
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  BoundedPattern(String source) {
    this.source = source;
    this.pattern = EcmaPattern.compile(source);
  }

  @Override
  public boolean matches(String value) {
    Effort effort = Effort.current();
    try {
      return pattern.matcher(new Counted(value, 0, value.length(), effort)).find();
    } catch (Effort.ExceededException | StackOverflowError tooMuch) {
      // Java's expressions recurse once per repetition of a group.
      effort.giveUp(source);
      return true;
    }
  }

  private record Counted(String text, int from, int to, Effort effort) implements CharSequence {
    @Override
    public char charAt(int index) {
      effort.read();
      return text.charAt(from + index);
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, from + start, from + end, effort);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
