package io.llmfailover.observe;

import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live: this process answers. However many generations wait for a provider, they hold no thread
 * this needs; a full or slow server is not a dead one.
 */
@Liveness
@ApplicationScoped
class EngineLive implements HealthCheck {
  private Engine engine;

  /** For the proxy. */
  protected EngineLive() {}

  @Inject
  EngineLive(Engine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("llm-failover-live")
        .up()
        .withData("inFlight", engine.inFlight())
        .build();
  }
}
