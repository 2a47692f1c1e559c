package io.llmfailover.config;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.Timeouts;
import java.time.Duration;
import java.util.List;

/** Reads how long one link may be silent: {@code llm.link.<provider>/<model>.*}. */
final class LinkTimeouts {
  private static final ValueFormat<Duration> TIMEOUT = Formats.DURATION_ABOVE_ZERO;

  private final CheckedValues values;

  LinkTimeouts(CheckedValues values) {
    this.values = values;
  }

  /** The settings there are for a link. */
  static List<String> settings() {
    return List.of("timeout", "first-token-timeout", "idle-timeout", "connect-timeout");
  }

  /** The link's own timeouts, and its provider's where it has none of its own. */
  Timeouts read(LinkName link, Timeouts ofProvider, ModelFacts facts) {
    Duration attempt = values.read(key(link, "timeout"), TIMEOUT, ofProvider.attempt());
    Duration firstToken = facts.has(Capability.REASONING) ? attempt : ofProvider.firstToken();
    return new Timeouts(
        attempt,
        values.read(key(link, "first-token-timeout"), TIMEOUT, firstToken),
        values.read(key(link, "idle-timeout"), TIMEOUT, ofProvider.idle()),
        values.read(key(link, "connect-timeout"), TIMEOUT, ofProvider.connect()));
  }

  private static String key(LinkName link, String setting) {
    return "llm.link." + link + "." + setting;
  }
}
