package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Who may call: who shows one of {@code llm.access.keys}, in whichever header their SDK uses;
 * everybody, when none are configured. The caller's key goes no further. Thread-safe.
 */
@ApplicationScoped
class Callers {
  private CurrentSettings settings;

  /** For the proxy. */
  protected Callers() {}

  /** Asks the settings in force at each request. */
  @Inject
  Callers(CurrentSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether a request is let in.
   *
   * @param header its headers by name, all values of one joined by commas; null when absent
   */
  public boolean letIn(UnaryOperator<String> header) {
    Set<ApiKey> keys = settings.get().access().callerKeys();
    return keys.isEmpty() || keys.stream().anyMatch(ShownKeys.of(header)::include);
  }
}
