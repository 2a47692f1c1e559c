package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Asks from a stateless enterprise bean, inside its transaction. */
@LocalBean
@Stateless
public class StatelessEjb implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public StatelessEjb() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
