package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.Typed;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.util.TypeLiteral;
import java.util.concurrent.CompletionStage;

/**
 * What {@link io.llmfailover.LlmGenerator} injects: a bean that is all interceptor. One bean of
 * this class is added for each chain when the application starts. Its own body has no last resort
 * to offer.
 */
@Vetoed
public class FailoverLlm implements Llm {
  /** For CDI. */
  protected FailoverLlm() {}

  @Override
  public Answer generate(String prompt) {
    throw noLastResort();
  }

  @Override
  public Answer generate(Prompt prompt) {
    throw noLastResort();
  }

  @Override
  public CompletionStage<Answer> generateAsync(Prompt prompt) {
    throw noLastResort();
  }

  @Override
  public <T> T generate(String prompt, Class<T> type) {
    throw noLastResort();
  }

  @Override
  public <T> T generate(Prompt prompt, Class<T> type) {
    throw noLastResort();
  }

  @Override
  public <T> T generate(Prompt prompt, TypeLiteral<T> type) {
    throw noLastResort();
  }

  @Override
  public <T> CompletionStage<Typed<T>> generateAsync(Prompt prompt, Class<T> type) {
    throw noLastResort();
  }

  @Override
  public <T> CompletionStage<Typed<T>> generateAsync(Prompt prompt, TypeLiteral<T> type) {
    throw noLastResort();
  }

  @Override
  public CompletionStage<Answer> stream(String prompt, PieceSink sink) {
    throw noLastResort();
  }

  @Override
  public CompletionStage<Answer> stream(Prompt prompt, PieceSink sink) {
    throw noLastResort();
  }

  private static UnsupportedOperationException noLastResort() {
    return new UnsupportedOperationException("a generated chain has no last resort");
  }
}
