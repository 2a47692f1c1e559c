package io.llmfailover.observe;

import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the configuration has been read and found valid. */
@Startup
@ApplicationScoped
class EngineStarted implements HealthCheck {
  private CurrentSettings settings;

  /** For the proxy. */
  protected EngineStarted() {}

  @Inject
  EngineStarted(CurrentSettings settings) {
    this.settings = settings;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("llm-failover-started")
        .up()
        .withData("chains", settings.get().chains().size())
        .build();
  }
}
