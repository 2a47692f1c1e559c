package io.llmfailover.observe;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.chain.Link;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.AttemptListener;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.SettingsChanged;
import io.llmfailover.provider.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Hands what the engine tells to {@link GenerationMeters}, where the server has metrics. */
@ApplicationScoped
class AttemptMetrics implements AttemptListener {
  private static final AttemptListener NOBODY = new AttemptListener() {};

  private AttemptListener meters;

  /** For the proxy. */
  protected AttemptMetrics() {}

  @Inject
  AttemptMetrics(Instance<MetricRegistry> registry, CurrentSettings settings) {
    this.meters = registry.isResolvable() ? new GenerationMeters(registry.get(), settings) : NOBODY;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    show();
  }

  void settingsChanged(@Observes SettingsChanged news) {
    show();
  }

  private void show() {
    if (meters instanceof GenerationMeters ours) {
      ours.show();
    }
  }

  @Override
  public void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
    meters.attempted(generation, link, attempt, failure);
  }

  @Override
  public void spoke(Generation generation, Link link, Duration took) {
    meters.spoke(generation, link, took);
  }

  @Override
  public void mending(Generation generation, Link link, Failure failure) {
    meters.mending(generation, link, failure);
  }

  @Override
  public void switched(Generation generation, Link from, Link to, Failure reason) {
    meters.switched(generation, from, to, reason);
  }

  @Override
  public void answered(Generation generation, Answer answer, Duration took) {
    meters.answered(generation, answer, took);
  }

  @Override
  public void ended(Generation generation, LlmException end, Duration took) {
    meters.ended(generation, end, took);
  }
}
