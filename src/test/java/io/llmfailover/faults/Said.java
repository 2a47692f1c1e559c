package io.llmfailover.faults;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.failover.EngineFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * How a generation ended.
 *
 * @param answer empty when there was none
 * @param end why there was none; empty when there was one
 */
record Said(Optional<Answer> answer, Optional<LlmException> end) {
  static Said answered(Answer answer) {
    return new Said(Optional.of(answer), Optional.empty());
  }

  static Said ended(LlmException end) {
    return new Said(Optional.empty(), Optional.of(end));
  }

  /** The answer's text; empty when there is none. */
  String text() {
    return answer.map(Answer::text).orElse("");
  }

  List<Attempt> attempts() {
    return answer.map(Answer::attempts).or(() -> end.map(LlmException::attempts)).orElseThrow();
  }

  /** The trail as headers show it. */
  String trail() {
    return EngineFixture.trail(attempts());
  }

  Attempt first() {
    return attempts().get(0);
  }

  /** Everything a caller could print of it. */
  String printed() {
    String answered =
        answer
            .map(its -> its + its.text() + its.reasoning() + its.toolCalls() + its.notices())
            .orElse("");
    return answered + end.map(Said::stackOf).orElse("") + attempts();
  }

  static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
