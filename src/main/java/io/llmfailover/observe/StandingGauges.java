package io.llmfailover.observe;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.LinkHealth;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** How each configured link is, and what is under way; read when somebody looks. Thread-safe. */
final class StandingGauges {
  private static final Metadata LINK_STATE =
      metadata(
          "llm_link_state",
          "-1 no API key, 0 ready, 1 unhealthy, 2 cooling down, 3 drained by an operator");
  private static final Metadata IN_FLIGHT =
      metadata("llm_in_flight", "Generations under way in this server");

  private final MetricRegistry registry;
  private final CurrentSettings settings;
  private final LinkHealth health;
  private final IntSupplier inFlight;
  private final Set<LinkName> shown = new HashSet<>();

  StandingGauges(
      MetricRegistry registry, CurrentSettings settings, LinkHealth health, IntSupplier inFlight) {
    this.registry = registry;
    this.settings = settings;
    this.health = health;
    this.inFlight = inFlight;
  }

  /** Shows what is under way, and the links configured now; removes those that are not any more. */
  synchronized void show() {
    if (shown.isEmpty()) {
      replace(IN_FLIGHT, inFlight);
    }
    ConfiguredNames names = ConfiguredNames.of(settings.get());
    shown.removeIf(
        link -> {
          boolean gone = !names.hasLink(link);
          if (gone) {
            registry.remove(new MetricID(LINK_STATE.getName(), tags(link)));
          }
          return gone;
        });
    for (Link link : names.links()) {
      if (shown.add(link.name())) {
        replace(LINK_STATE, () -> stateOf(link.name()), tags(link.name()));
      }
    }
  }

  /** Removes all: the numbers would be those of an application that has stopped. */
  synchronized void remove() {
    registry.remove(new MetricID(IN_FLIGHT.getName()));
    shown.forEach(link -> registry.remove(new MetricID(LINK_STATE.getName(), tags(link))));
    shown.clear();
  }

  private int stateOf(LinkName name) {
    Settings now = settings.get();
    return now.link(name)
        .map(link -> LinkState.of(now, link, health))
        .orElse(LinkState.NO_API_KEY)
        .value();
  }

  /** A registry keeps the gauge it has, which could be one of this application's last start. */
  private void replace(Metadata metadata, IntSupplier value, Tag... tags) {
    registry.remove(new MetricID(metadata.getName(), tags));
    registry.gauge(metadata, value::getAsInt, tags);
  }

  private static Tag[] tags(LinkName link) {
    return new Tag[] {new Tag("provider", link.provider()), new Tag("model", link.model())};
  }

  private static Metadata metadata(String name, String description) {
    return Metadata.builder()
        .withName(name)
        .withDescription(description)
        .withUnit(MetricUnits.NONE)
        .build();
  }
}
