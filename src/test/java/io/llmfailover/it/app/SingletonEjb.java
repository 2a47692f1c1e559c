package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Asks from a singleton enterprise bean. */
@LocalBean
@Singleton
public class SingletonEjb implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public SingletonEjb() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
