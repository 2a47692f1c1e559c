package io.llmfailover.structured.tools;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is told of tools in the log, with message ids; {@code LLMF0070} to {@code LLMF0079}. A line
 * never contains arguments or results; the stack trace of a tool that failed is the application's.
 */
final class ToolLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private ToolLog() {}

  static void running(String tool, String generation) {
    if (LOG.isLoggable(Level.INFO)) {
      LOG.info("LLMF0070I: Running tool " + tool + " for generation " + generation);
    }
  }

  static void failed(String tool, String generation, Throwable thrown) {
    LOG.log(
        Level.WARNING,
        "LLMF0071W: Tool "
            + tool
            + " failed in generation "
            + generation
            + "; the model is told that it failed, not why",
        thrown);
  }

  static void refused(String tool, String generation) {
    LOG.warning(
        "LLMF0072W: The caller of generation "
            + generation
            + " may not use tool "
            + tool
            + "; the model is told so");
  }

  static void wrongArguments(String tool, String generation) {
    if (LOG.isLoggable(Level.INFO)) {
      LOG.info(
          "LLMF0073I: Tool " + tool + " did not take its arguments in generation " + generation);
    }
  }

  static void roundsExceeded(int rounds, String generation) {
    LOG.warning(
        "LLMF0074W: Generation "
            + generation
            + " asks for tools again after "
            + rounds
            + " rounds of tools, and ends");
  }
}
