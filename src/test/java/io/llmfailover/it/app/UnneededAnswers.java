package io.llmfailover.it.app;

import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.Prompt;
import io.llmfailover.failover.Failover;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A last resort behind a chain that answers: these words are never heard. */
@Failover("shaky")
@ApplicationScoped
public class UnneededAnswers implements Llm {
  @Override
  public Answer generate(String prompt) {
    return canned();
  }

  @Override
  public Answer generate(Prompt prompt) {
    return canned();
  }

  @Override
  public CompletionStage<Answer> generateAsync(Prompt prompt) {
    return CompletableFuture.completedFuture(canned());
  }

  private static Answer canned() {
    return Answer.builder("canned", "own", "canned").text(CannedAnswers.WORDS).build();
  }
}
