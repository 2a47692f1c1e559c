package io.llmfailover.routing;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The lines of this package, {@code LLMF0080} to {@code LLMF0089}. */
final class RoutingLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover.routing");

  private RoutingLog() {}

  static void libraryMissing(Throwable missing) {
    LOG.severe(
        "LLMF0080E: llm.route.language.* is configured, but what tells languages is not there:"
            + " put opennlp-tools and opennlp-models-langdetect beside this library. Until then"
            + " only callers' own word and Sheng count. ("
            + missing
            + ")");
  }

  static void libraryFailed(Throwable broken) {
    LOG.log(
        Level.SEVERE,
        "LLMF0081E: What tells languages failed; until the application starts again only callers'"
            + " own word and Sheng count",
        broken);
  }
}
