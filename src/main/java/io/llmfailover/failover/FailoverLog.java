package io.llmfailover.failover;

import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The lines people search the log for, each with its message id; {@code LLMF0020} to {@code
 * LLMF0049} are this package's. A line never contains a prompt, an answer or a secret.
 */
final class FailoverLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private FailoverLog() {}

  /** Calls a server makes to warm up are thousands, and nobody's. */
  private static boolean isTold(Link link) {
    return LOG.isLoggable(Level.INFO) && !link.name().provider().equals(EngineApart.PROVIDER);
  }

  static void calling(Link link, int messages) {
    if (isTold(link)) {
      LOG.info("LLMF0020I: Calling LLM (" + link + ") with " + messages + " messages");
    }
  }

  static void took(Link link, Duration time) {
    if (isTold(link)) {
      LOG.info("LLMF0021I: LLM call to " + link + " took " + seconds(time) + "s");
    }
  }

  /** With two decimals, rounded; written for each call, where a format costs more than the rest. */
  static String seconds(Duration time) {
    long hundredths = (time.toNanos() + 5_000_000) / 10_000_000;
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  static void attempt(int number, int of, Link link) {
    if (isTold(link)) {
      LOG.info(
          "LLMF0022I: Attempt "
              + number
              + "/"
              + of
              + ": provider="
              + link.name().provider()
              + ", model="
              + link.name().model());
    }
  }

  static void failed(String generation, Link link, Failure failure) {
    if (!LOG.isLoggable(Level.WARNING) && failure.kind() != FailureKind.AUTH) {
      return;
    }
    if (failure.kind() == FailureKind.MODEL_NOT_FOUND) {
      LOG.warning(
          "LLMF0024W: "
              + link
              + " does not exist at its provider, or its base URL is wrong ("
              + failure.status()
              + "): "
              + failure.message());
    } else if (failure.kind() == FailureKind.AUTH) {
      LOG.severe(
          "LLMF0025E: "
              + link.name().provider()
              + " does not accept its key: "
              + failure.message());
    } else if (failure.kind() == FailureKind.OVERLOADED) {
      LOG.warning(
          "LLMF0023W: Model "
              + link
              + " is overloaded ("
              + failure.status()
              + "). Switching to next model");
    } else {
      LOG.warning("LLMF0026W: " + link + " failed in generation " + generation + ": " + failure);
    }
  }

  static void fallingBack(Link to) {
    if (LOG.isLoggable(Level.INFO)) {
      LOG.info("LLMF0027I: Trying next provider in fallback order");
      LOG.info("LLMF0028I: Falling back to model: " + to);
    }
  }

  static void switched(Link from, Link to) {
    if (LOG.isLoggable(Level.INFO)) {
      LOG.info("LLMF0029I: Successfully switched from " + from + " to " + to);
    }
  }

  static void hedging(Link slow) {
    LOG.info("LLMF0035I: " + slow + " is slow; the next link is asked too");
  }

  static void replaced(Link retired, Link replacement) {
    LOG.warning(
        "LLMF0030W: "
            + retired
            + " has been switched off by its provider; trying its replacement "
            + replacement
            + ". Put it into the chain.");
  }

  static void allFailed(String generation, List<Attempt> attempts) {
    LOG.severe("LLMF0031E: All models failed across providers");
    StringBuilder trail = new StringBuilder();
    for (Attempt attempt : attempts) {
      trail.append(trail.isEmpty() ? "" : ", ").append(attempt.link());
      trail.append('=').append(attempt.verdict());
    }
    long tried = attempts.stream().filter(attempt -> attempt.calls() > 0).count();
    LOG.severe(
        "LLMF0032E: LLM generation failed after trying "
            + tried
            + " models: "
            + trail
            + " (generation "
            + generation
            + ")");
  }

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

  static void mending(String generation, Link link, Failure failure) {
    LOG.info(
        "LLMF0038I: "
            + link
            + " is asked to mend its answer in generation "
            + generation
            + ": "
            + failure);
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
