package io.llmfailover.config;

import java.util.List;

/**
 * Values of the configuration are wrong. The message lists all of them, each with its key, its
 * value (never a secret's), the source it came from and what is allowed.
 */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** Lists the problems, one sentence each. */
  InvalidConfigurationException(List<String> problems) {
    super(ConfigLog.invalid(problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, one sentence for each value. */
  public List<String> problems() {
    // A deserialised exception has lost them; null must not get out.
    return problems == null ? List.of() : problems;
  }
}
