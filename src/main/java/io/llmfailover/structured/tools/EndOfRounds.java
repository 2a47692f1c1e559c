package io.llmfailover.structured.tools;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Attempt;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.StreamBrokenException;
import java.time.Duration;
import java.util.List;

/** Tells the end of one round as the end of all: with the attempts of those before it. */
final class EndOfRounds {
  private EndOfRounds() {}

  /** The same end with these attempts, where its kind tells any. */
  static LlmException with(List<Attempt> attempts, LlmException end) {
    LlmException told = told(attempts, end);
    if (told == end) {
      return end;
    }
    if (end.getCause() != null) {
      told.initCause(end.getCause());
    }
    for (Throwable other : end.getSuppressed()) {
      told.addSuppressed(other);
    }
    told.setStackTrace(end.getStackTrace());
    return told;
  }

  private static LlmException told(List<Attempt> attempts, LlmException end) {
    if (attempts.size() == end.attempts().size()) {
      return end;
    }
    if (end instanceof AllLinksFailedException none) {
      return new AllLinksFailedException(
          none.getMessage(), attempts, none.handoffId(), none.retryAfter().orElse(Duration.ZERO));
    }
    if (end instanceof DeadlineExceededException) {
      return new DeadlineExceededException(end.getMessage(), attempts);
    }
    if (end instanceof StreamBrokenException broken) {
      return new StreamBrokenException(broken.reason(), broken.getMessage(), attempts);
    }
    if (end instanceof RequestRefusedException refused) {
      return new RequestRefusedException(refused.reason(), refused.getMessage(), attempts);
    }
    return end instanceof GenerationCancelledException
        ? new GenerationCancelledException(attempts)
        : end;
  }
}
