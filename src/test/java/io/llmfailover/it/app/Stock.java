package io.llmfailover.it.app;

import io.llmfailover.LlmTool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;

/** A CDI bean whose tool only its own package sees. */
@ApplicationScoped
public class Stock {
  private ToolRuns runs;

  /** For the proxy. */
  protected Stock() {}

  @Inject
  Stock(ToolRuns runs) {
    this.runs = runs;
  }

  /** Says how many there are. */
  @LlmTool(value = "Says how many of an article there are.", name = "in_stock")
  int inStock(@NotBlank String article) {
    runs.count();
    return 12;
  }
}
