package io.llmfailover.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a value is written.
 *
 * @param allowed what is allowed, for a person; completes "allowed is"
 * @param parser reads a value without surrounding blanks; empty when it is wrong
 * @param shown the value as it may be shown to a person: without its secrets
 */
record ValueFormat<T>(
    String allowed, Function<String, Optional<T>> parser, UnaryOperator<String> shown) {

  /** A format whose values may be shown as they are. */
  static <T> ValueFormat<T> open(String allowed, Function<String, Optional<T>> parser) {
    return new ValueFormat<>(allowed, parser, UnaryOperator.identity());
  }

  /** A format whose values are never shown. */
  static <T> ValueFormat<T> secret(String allowed, Function<String, Optional<T>> parser) {
    return new ValueFormat<>(allowed, parser, value -> "***");
  }
}
