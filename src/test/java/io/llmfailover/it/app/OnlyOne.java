package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Asks from a singleton of CDI. */
@Singleton
public class OnlyOne implements Asking {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public OnlyOne() {}

  @Override
  public String ask(String question) {
    return llm.generate(question).text();
  }
}
