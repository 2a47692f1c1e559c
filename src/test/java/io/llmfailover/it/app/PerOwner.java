package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Asks from a dependent bean. */
@Dependent
public class PerOwner implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public PerOwner() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
