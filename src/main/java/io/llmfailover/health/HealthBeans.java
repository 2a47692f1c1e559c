package io.llmfailover.health;

import io.llmfailover.Ticker;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.ListenerApart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the container its one {@link HealthBoard}: the engine's memory, and a listener. */
@ApplicationScoped
class HealthBeans {
  @Produces
  @Singleton
  HealthBoard board(CurrentSettings settings, Ticker ticker) {
    return new HealthBoard(settings, ticker);
  }

  @Produces
  @Singleton
  ListenerApart boardApart(Ticker ticker) {
    return settings -> new HealthBoard(settings, ticker);
  }
}
