package io.llmfailover.structured.schema;

import java.util.Set;
import java.util.logging.Logger;

/**
 * The lines people search the log for, each with its message id; {@code LLMF0095} to {@code
 * LLMF0099} are this package's. A line never contains an answer.
 */
final class SchemaLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private SchemaLog() {}

  static void notApplied(Set<String> expressions) {
    LOG.warning(
        "LLMF0095W: Regular expressions of a JSON Schema take too long and are not applied: "
            + Violations.quoted(String.join(", ", expressions)));
  }

  static void notChecked(Throwable why) {
    String what =
        why instanceof Effort.ExceededException ? why.getMessage() : why.getClass().getSimpleName();
    LOG.warning("LLMF0096W: An answer could not be held against its JSON Schema: " + what);
  }
}
