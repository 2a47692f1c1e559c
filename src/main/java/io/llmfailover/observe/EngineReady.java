package io.llmfailover.observe;

import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: a valid configuration is in force and the application is not stopping. A newer
 * configuration that is wrong changes nothing, because the one before stays in force. Asks no
 * provider: in an outage every replica would go at once, and with them the handoff to a person.
 */
@Readiness
@ApplicationScoped
class EngineReady implements HealthCheck {
  private CurrentSettings settings;
  private Engine engine;
  private volatile boolean stopping;

  /** For the proxy. */
  protected EngineReady() {}

  @Inject
  EngineReady(CurrentSettings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object stopped) {
    stopping = true;
  }

  @Override
  public HealthCheckResponse call() {
    Settings now = settings.get();
    ConfiguredNames names = ConfiguredNames.of(now);
    return HealthCheckResponse.named("llm-failover-ready")
        .status(!stopping)
        .withData("chains", now.chains().size())
        .withData("links", names.links().size())
        .withData(
            "linksUsable", names.links().stream().filter(link -> link.provider().usable()).count())
        .withData("inFlight", engine.inFlight())
        .withData("newerConfigurationRefused", settings.problem().isPresent())
        .build();
  }
}
