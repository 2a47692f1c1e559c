package io.llmfailover;

import java.util.List;

/** The prompt is wrong before any link is asked. */
public final class InvalidPromptException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /** Names the field to blame and what is wrong with it. */
  public InvalidPromptException(String field, String problem) {
    super(field + ": " + problem, List.of());
    this.field = field;
  }

  /** The field to blame, for instance {@code maxTokens}. */
  public String field() {
    return field;
  }
}
