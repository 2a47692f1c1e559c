package io.llmfailover.failover;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The lines, with their stack traces, about code of the application's, or our own, that threw what
 * it should not have.
 */
final class ThrownLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private ThrownLog() {}

  static void sinkFailed(String generation, RuntimeException thrown) {
    LOG.log(
        Level.INFO,
        "LLMF0037I: The stream of " + generation + " is given up, because its sink failed",
        thrown);
  }

  static void listenerFailed(RuntimeException thrown) {
    LOG.log(Level.WARNING, "LLMF0033W: A listener failed; the generation goes on", thrown);
  }

  static void extensionFailed(Object extension, RuntimeException thrown) {
    LOG.log(
        Level.WARNING,
        "LLMF0036W: "
            + extension.getClass().getName()
            + " failed; the generation goes on without it",
        thrown);
  }

  static void checkFailed(Object check, RuntimeException thrown) {
    LOG.log(
        Level.WARNING,
        "LLMF0039W: " + check.getClass().getName() + " failed; the answer is not approved of",
        thrown);
  }

  static void broken(String generation, Throwable thrown) {
    LOG.log(Level.SEVERE, "LLMF0034E: An internal error ended an attempt of " + generation, thrown);
  }
}
