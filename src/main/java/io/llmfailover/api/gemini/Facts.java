package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.provider.WireJson;
import java.util.List;
import java.util.stream.Collectors;

/** What this module tells besides what Gemini would: who was asked, and what became of it. */
final class Facts {
  private Facts() {}

  /** What the headers of a whole answer say, for the end of a stream. */
  static ObjectNode of(Answer answer) {
    ObjectNode facts = WireJson.object();
    facts
        .put("requestId", answer.id())
        .put("link", answer.link())
        .put("attempts", answer.attempts().stream().mapToInt(Attempt::calls).sum())
        .put("trail", trail(answer.attempts()));
    answer.cost().ifPresent(usd -> facts.put("costUsd", usd));
    if (!answer.notices().isEmpty()) {
      facts.put("notice", String.join("; ", answer.notices()));
    }
    if (answer.usage().estimated()) {
      facts.put("usageEstimated", true);
    }
    return facts;
  }

  /** Adds what became of the links, and how a hand-over is known, to an error's body. */
  static void of(LlmException end, ObjectNode body) {
    if (!end.attempts().isEmpty()) {
      var all = body.putArray("attempts");
      end.attempts().forEach(attempt -> tell(attempt, all.addObject()));
    }
    if (end instanceof AllLinksFailedException noneLeft) {
      body.putObject("handoff").put("id", noneLeft.handoffId());
    }
  }

  private static String trail(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> attempt.link() + "=" + attempt.verdict())
        .collect(Collectors.joining(", "));
  }

  private static void tell(Attempt attempt, ObjectNode one) {
    one.put("link", attempt.link()).put("outcome", attempt.outcome());
    if (attempt instanceof Attempt.Failed failed) {
      one.put("reason", failed.reason().code());
      if (failed.status() > 0) {
        one.put("status", failed.status());
      }
      one.put("message", failed.message()).put("tookMillis", failed.took().toMillis());
    } else if (attempt instanceof Attempt.Skipped skipped) {
      one.put("reason", skipped.reason().code());
      if (!skipped.message().isEmpty()) {
        one.put("message", skipped.message());
      }
    } else if (attempt instanceof Attempt.Cancelled cancelled) {
      one.put("tookMillis", cancelled.took().toMillis());
    }
    if (attempt.calls() > 1) {
      one.put("calls", attempt.calls());
    }
  }
}
