package io.llmfailover.it.app;

import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.Prompt;
import io.llmfailover.failover.Failover;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** A last resort behind the chain {@code support} that declines. */
@Failover("support")
@ApplicationScoped
public class NoAnswers implements Llm {
  @Override
  public Answer generate(String prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer generate(Prompt prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Answer> generateAsync(Prompt prompt) {
    throw new UnsupportedOperationException();
  }
}
