package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.AnswerCheck;
import io.llmfailover.FailureKind;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import io.llmfailover.provider.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks that the answers to one prompt must pass.
 *
 * @param prompt what was asked
 * @param checks in the order they are asked; the first objection counts
 */
record Approval(Prompt prompt, List<AnswerCheck> checks) {
  Approval {
    checks = List.copyOf(checks);
  }

  /**
   * The checks that concern a prompt: all beans that say so, then its own.
   *
   * @throws io.llmfailover.InvalidPromptException when one of them could never check an answer
   */
  static Approval of(Prompt prompt, List<AnswerCheck> beans) {
    List<AnswerCheck> checks = new ArrayList<>(2);
    for (AnswerCheck check : beans) {
      if (check.concerns(prompt)) {
        checks.add(check);
      }
    }
    checks.addAll(prompt.checks());
    checks.forEach(check -> check.prepare(prompt));
    return new Approval(prompt, checks);
  }

  /** Whether nobody has anything to check. */
  boolean unneeded() {
    return checks.isEmpty();
  }

  /**
   * Holds an answer against the checks.
   *
   * @param status the HTTP status it came with
   * @throws ObjectedException when one objects, or fails itself: then nobody has approved of it
   */
  void require(Answer answer, int status) {
    for (AnswerCheck check : checks) {
      Optional<Objection> objection;
      try {
        objection = check.check(prompt, answer);
      } catch (RuntimeException thrown) {
        ThrownLog.checkFailed(check, thrown);
        throw new ObjectedException(
            Failure.of(FailureKind.UNKNOWN, status, "a check of the answer failed"), false);
      }
      if (objection.isPresent()) {
        throw new ObjectedException(
            Failure.of(FailureKind.MALFORMED, status, objection.get().message()),
            objection.get().canBeMended());
      }
    }
  }
}
