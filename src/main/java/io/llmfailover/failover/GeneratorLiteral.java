package io.llmfailover.failover;

import io.llmfailover.LlmGenerator;
import jakarta.enterprise.util.AnnotationLiteral;

/** Makes the qualifier of a chain at run time. */
final class GeneratorLiteral extends AnnotationLiteral<LlmGenerator> implements LlmGenerator {
  private static final long serialVersionUID = 1L;

  private final String value;

  GeneratorLiteral(String value) {
    this.value = value;
  }

  @Override
  public String value() {
    return value;
  }
}
