package io.llmfailover.observe;

import io.llmfailover.chain.LinkName;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;

/**
 * Turns chains and links into values of labels: by name when the settings in force configure them,
 * otherwise {@link Series#OTHER}. Thread-safe; looks the names up anew only when the settings have
 * changed.
 */
final class LabelNames {
  private final CurrentSettings settings;
  private volatile Known known;

  private record Known(Settings of, ConfiguredNames names) {}

  LabelNames(CurrentSettings settings) {
    this.settings = settings;
  }

  /** All that is configured now. */
  ConfiguredNames configured() {
    Settings now = settings.get();
    Known seen = known;
    if (seen == null || seen.of() != now) {
      seen = new Known(now, ConfiguredNames.of(now));
      known = seen;
    }
    return seen.names();
  }

  String chain(String name) {
    return configured().chains().contains(name) ? name : Series.OTHER;
  }

  String provider(LinkName link) {
    return configured().hasProvider(link.provider()) ? link.provider() : Series.OTHER;
  }

  String model(LinkName link) {
    return configured().hasLink(link) ? link.model() : Series.OTHER;
  }

  /** The link as one value. */
  String link(LinkName link) {
    return configured().hasLink(link) ? link.toString() : Series.OTHER;
  }
}
