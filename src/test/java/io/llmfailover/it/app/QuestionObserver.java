package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

/** Answers questions with a generator injected into the observing method. */
@ApplicationScoped
public class QuestionObserver {
  void answer(@Observes Question question, @LlmGenerator Llm llm) {
    question.answer().complete(llm.generate(question.text()).text());
  }

  void answerLater(@ObservesAsync Question question, @LlmGenerator("spare") Llm llm) {
    question.answer().complete(llm.generate(question.text()).text());
  }
}
