package io.llmfailover.failover;

import java.util.Locale;
import java.util.Objects;

/**
 * Something about a chain that somebody should know.
 *
 * @param severity whether it needs a person
 * @param code what it is, for machines: {@code retired_model}
 * @param link the link it is about; empty when it is about the whole chain
 * @param message what it is and what to do, for a person; free of secrets
 */
public record Finding(Severity severity, String code, String link, String message) {
  /** How much it matters. */
  public enum Severity {
    /** Good to know. */
    INFO,
    /** Needs a person: the chain does not protect as it looks. */
    WARNING;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name users see. */
    public String code() {
      return code;
    }
  }

  /** Checks that all is there. */
  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(message, "message");
  }

  /** Needs a person. */
  static Finding warning(String code, String link, String message) {
    return new Finding(Severity.WARNING, code, link, message);
  }

  /** Good to know. */
  static Finding info(String code, String link, String message) {
    return new Finding(Severity.INFO, code, link, message);
  }
}
