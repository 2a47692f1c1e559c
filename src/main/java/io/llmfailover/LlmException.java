package io.llmfailover;

import java.util.List;

/**
 * Root of everything a generation can end in other than an answer. Unchecked; one subclass for each
 * thing a caller can do differently. Messages never contain a secret.
 */
public abstract class LlmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Attempt> attempts;

  /** For subclasses: a message, and what became of the links that were tried until then. */
  protected LlmException(String message, List<Attempt> attempts) {
    super(message);
    this.attempts = List.copyOf(attempts);
  }

  /** What became of each link until then, in order; empty when none was asked. */
  public List<Attempt> attempts() {
    // A deserialised exception has lost them; null must not get out.
    return attempts == null ? List.of() : attempts;
  }
}
