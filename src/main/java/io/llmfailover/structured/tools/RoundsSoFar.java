package io.llmfailover.structured.tools;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Spent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the rounds of one generation came to. Thread-safe. */
final class RoundsSoFar {
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<String> notices = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private Spent spent = Spent.NOTHING;
  private int answered;

  /** One more round was answered. */
  synchronized void add(Answer answer) {
    answered++;
    attempts.addAll(answer.attempts());
    notices.addAll(answer.notices());
    text.append(answer.text());
    reasoning.append(answer.reasoning());
    spent = spent.plus(new Spent(answer.usage(), answer.cost()));
  }

  /** What became of the links of all rounds, in order. */
  synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The same, with those of a round that was not answered. */
  synchronized List<Attempt> attemptsAnd(List<Attempt> last) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.addAll(last);
    return all;
  }

  /**
   * The answer of the last round, with what all of them came to.
   *
   * @param heard whether the caller heard the words of all rounds, as they came
   */
  synchronized Answer answer(Answer last, boolean heard) {
    if (answered == 1) {
      return last;
    }
    return Answer.builder(last.id(), last.provider(), last.model())
        .text(heard ? text.toString() : last.text())
        .reasoning(heard ? reasoning.toString() : last.reasoning())
        .toolCalls(last.toolCalls())
        .finish(last.finish())
        .usage(spent.usage())
        .cost(spent.cost().orElse(null))
        .attempts(attempts)
        .notices(List.copyOf(notices))
        .build();
  }
}
