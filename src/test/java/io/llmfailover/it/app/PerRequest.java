package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Asks from a bean that lives for one request. */
@RequestScoped
public class PerRequest implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public PerRequest() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
