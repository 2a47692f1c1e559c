package io.llmfailover.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How often tools were run. Thread-safe. */
@ApplicationScoped
public class ToolRuns {
  private final AtomicInteger runs = new AtomicInteger();

  /** For the container. */
  public ToolRuns() {}

  /** Counts one. */
  public void count() {
    runs.incrementAndGet();
  }

  /** All so far. */
  public int all() {
    return runs.get();
  }
}
