package io.llmfailover.observe;

import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.LinkHealth;

/** How a link is, as {@code llm_link_state} shows it. */
enum LinkState {
  NO_API_KEY(-1),
  READY(0),
  UNHEALTHY(1),
  COOLING_DOWN(2),
  DRAINED(3);

  private final int value;

  LinkState(int value) {
    this.value = value;
  }

  /** The value of the gauge. */
  int value() {
    return value;
  }

  /** How the link is now; asking changes nothing. */
  static LinkState of(Settings settings, Link link, LinkHealth health) {
    if (!link.provider().usable()) {
      return NO_API_KEY;
    }
    if (health.look(settings, link) instanceof LinkHealth.Admission.Resting rest) {
      return rest.reason() == SkipReason.DRAINED ? DRAINED : COOLING_DOWN;
    }
    return health.unhealthy(settings, link) ? UNHEALTHY : READY;
  }
}
