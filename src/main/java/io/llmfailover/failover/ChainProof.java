package io.llmfailover.failover;

import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Looks at the chains when the application starts and whenever other settings are in force, and
 * tells the log what it finds. Calls nobody. Thread-safe.
 */
@ApplicationScoped
public class ChainProof {
  private final ChainLog log = new ChainLog();
  private CurrentSettings settings;
  private TypedPoints typed;

  /** For the proxy. */
  protected ChainProof() {}

  @Inject
  ChainProof(CurrentSettings settings, TypedPoints typed) {
    this.settings = settings;
    this.typed = typed;
  }

  /** Reports on the chains in force now, in their order. */
  public List<ChainReport> reports() {
    return ChainInspection.of(settings.get(), typed.all());
  }

  void started(@Observes @Initialized(ApplicationScoped.class) Object started) {
    log.write(reports());
  }

  void changed(@Observes SettingsChanged changed) {
    log.write(reports());
  }
}
