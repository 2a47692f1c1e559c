package io.llmfailover.structured.tools;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;

/** Gives the engine the stage that runs tools of the container's beans. */
@ApplicationScoped
class ContainerTools {
  @Produces
  @Singleton
  Stage stage(CurrentSettings settings, Ticker ticker, Timer timer, BeanManager beans) {
    return new ToolStage(settings, ticker, timer, new CdiBeans(beans));
  }
}
