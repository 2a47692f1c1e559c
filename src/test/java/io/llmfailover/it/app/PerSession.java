package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import java.io.Serializable;

/** Asks from a bean that lives for one session. */
@SessionScoped
public class PerSession implements Asking, Serializable {
  private static final long serialVersionUID = 1L;

  @Inject @LlmGenerator private transient Llm llm;

  /** For the container. */
  public PerSession() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
