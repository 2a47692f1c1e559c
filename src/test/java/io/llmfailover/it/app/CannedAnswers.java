package io.llmfailover.it.app;

import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.Prompt;
import io.llmfailover.failover.Failover;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An application's own last resort behind the chain {@code support}, whose links are all down. */
@Failover("support")
@ApplicationScoped
public class CannedAnswers implements Llm {
  /** What it says when nobody else does. */
  public static final String WORDS = "Please call us.";

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
    return Answer.builder("canned", "own", "canned").text(WORDS).build();
  }
}
