package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Asks from a bean that lives as long as the application. */
@ApplicationScoped
public class PerApplication implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public PerApplication() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
