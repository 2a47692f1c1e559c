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
  /** What is under way here is the application's. */
  static final FailoverLog OF_APPLICATION = new FailoverLog(Logger.getLogger("io.llmfailover"));

  private final Logger log;

  private FailoverLog(Logger log) {
    this.log = log;
  }

  /** Makes the same lines, which nobody reads. */
  static FailoverLog unread() {
    Logger nobodys = Logger.getAnonymousLogger();
    nobodys.setUseParentHandlers(false);
    nobodys.setLevel(Level.INFO);
    return new FailoverLog(nobodys);
  }

  private boolean tells() {
    return log.isLoggable(Level.INFO);
  }

  void calling(Link link, int messages) {
    if (tells()) {
      log.info("LLMF0020I: Calling LLM (" + link + ") with " + messages + " messages");
    }
  }

  void took(Link link, Duration time) {
    if (tells()) {
      log.info("LLMF0021I: LLM call to " + link + " took " + seconds(time) + "s");
    }
  }

  /** With two decimals, rounded; written for each call, where a format costs more than the rest. */
  static String seconds(Duration time) {
    long hundredths = (time.toNanos() + 5_000_000) / 10_000_000;
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  void attempt(int number, int of, Link link) {
    if (tells()) {
      log.info(
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

  void failed(String generation, Link link, Failure failure) {
    if (!log.isLoggable(Level.WARNING) && failure.kind() != FailureKind.AUTH) {
      return;
    }
    if (failure.kind() == FailureKind.MODEL_NOT_FOUND) {
      log.warning(
          "LLMF0024W: "
              + link
              + " does not exist at its provider, or its base URL is wrong ("
              + failure.status()
              + "): "
              + failure.message());
    } else if (failure.kind() == FailureKind.AUTH) {
      log.severe(
          "LLMF0025E: "
              + link.name().provider()
              + " does not accept its key: "
              + failure.message());
    } else if (failure.kind() == FailureKind.OVERLOADED) {
      log.warning(
          "LLMF0023W: Model "
              + link
              + " is overloaded ("
              + failure.status()
              + "). Switching to next model");
    } else {
      log.warning("LLMF0026W: " + link + " failed in generation " + generation + ": " + failure);
    }
  }

  void fallingBack(Link to) {
    if (tells()) {
      log.info("LLMF0027I: Trying next provider in fallback order");
      log.info("LLMF0028I: Falling back to model: " + to);
    }
  }

  void switched(Link from, Link to) {
    if (tells()) {
      log.info("LLMF0029I: Successfully switched from " + from + " to " + to);
    }
  }

  void hedging(Link slow) {
    log.info("LLMF0035I: " + slow + " is slow; the next link is asked too");
  }

  void replaced(Link retired, Link replacement) {
    log.warning(
        "LLMF0030W: "
            + retired
            + " has been switched off by its provider; trying its replacement "
            + replacement
            + ". Put it into the chain.");
  }

  void allFailed(String generation, List<Attempt> attempts) {
    log.severe("LLMF0031E: All models failed across providers");
    StringBuilder trail = new StringBuilder();
    for (Attempt attempt : attempts) {
      trail.append(trail.isEmpty() ? "" : ", ").append(attempt.link());
      trail.append('=').append(attempt.verdict());
    }
    long tried = attempts.stream().filter(attempt -> attempt.calls() > 0).count();
    log.severe(
        "LLMF0032E: LLM generation failed after trying "
            + tried
            + " models: "
            + trail
            + " (generation "
            + generation
            + ")");
  }

  void mending(String generation, Link link, Failure failure) {
    log.info(
        "LLMF0038I: "
            + link
            + " is asked to mend its answer in generation "
            + generation
            + ": "
            + failure);
  }
}
