package io.llmfailover.structured.schema;

import com.networknt.schema.JsonSchemaException;

/**
 * No answer can be held against this schema. Thrown inside the validator, which would wrap and log
 * every exception of another kind.
 */
class UnusableSchemaException extends JsonSchemaException {
  private static final long serialVersionUID = 1L;

  /** For this reason, in words for the caller. */
  UnusableSchemaException(String message) {
    super(message);
  }

  /** It says what a caller sent, not where this code went wrong. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
