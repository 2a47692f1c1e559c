package io.llmfailover.health;

import io.llmfailover.chain.LinkName;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Logger;

/**
 * The lines people search the log for, each with its message id; {@code LLMF0060} to {@code
 * LLMF0069} are this package's. Only changes are logged, never each call. A line never contains a
 * secret: a key goes by the name of its provider.
 */
final class HealthLog {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private HealthLog() {}

  /** The provider's mark, when it has just been set or taken away. */
  static void rate(String provider, FailureWindow.Rate rate) {
    if (!rate.changed()) {
      return;
    }
    String percent = String.format(Locale.ROOT, "%.2f%%", 100 * rate.failureRate());
    if (rate.unhealthy()) {
      LOG.warning("LLMF0060W: Provider " + provider + " marked unhealthy: failure_rate=" + percent);
    } else {
      LOG.info("LLMF0061I: Provider " + provider + " is healthy again: failure_rate=" + percent);
    }
  }

  static void rests(String who, Duration length, Failure why) {
    LOG.warning("LLMF0062W: " + who + " cools down for " + shown(length) + ": " + why);
  }

  static void well(String who) {
    LOG.info("LLMF0063I: The cooldown of " + who + " is over");
  }

  static void drained(LinkName link, Duration span) {
    LOG.warning("LLMF0064W: " + link + " is taken out for " + shown(span) + " by an operator");
  }

  static void restored(LinkName link) {
    LOG.info("LLMF0065I: " + link + " and the keys of its provider start fresh, by an operator");
  }

  /** As people write it in the configuration. */
  private static String shown(Duration span) {
    long millis = span.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
