package io.llmfailover.observe;

import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.LinkHealth;
import io.llmfailover.failover.SettingsChanged;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Keeps {@link StandingGauges} in step with the settings, where the server has metrics. */
@ApplicationScoped
class LinkMetrics {
  private Instance<MetricRegistry> registry;
  private StandingGauges gauges;

  /** For the proxy. */
  protected LinkMetrics() {}

  @Inject
  LinkMetrics(
      Instance<MetricRegistry> registry,
      CurrentSettings settings,
      Instance<LinkHealth> health,
      Engine engine) {
    this.registry = registry;
    if (registry.isResolvable()) {
      this.gauges =
          new StandingGauges(
              registry.get(),
              settings,
              health.isResolvable() ? health.get() : LinkHealth.NONE,
              engine::inFlight);
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    show();
  }

  void settingsChanged(@Observes SettingsChanged news) {
    show();
  }

  private void show() {
    if (registry.isResolvable()) {
      gauges.show();
    }
  }

  @PreDestroy
  void stop() {
    if (registry.isResolvable()) {
      gauges.remove();
    }
  }
}
