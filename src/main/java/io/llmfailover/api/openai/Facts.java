package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells how an answer came about: in a stream's last event, where headers are long gone. */
final class Facts {
  private Facts() {}

  /**
   * The facts of an answer, {@code x_llm}.
   *
   * @param leftOut what the surface itself could not give, one sentence each
   */
  static ObjectNode of(Answer answer, List<String> leftOut) {
    ObjectNode facts = of(answer.id(), answer.attempts());
    facts.put("link", answer.link());
    answer.cost().ifPresent(usd -> facts.put("cost_usd", usd));
    if (answer.usage().estimated()) {
      facts.put("usage_estimated", true);
    }
    String notices =
        Stream.concat(answer.notices().stream(), leftOut.stream())
            .collect(Collectors.joining("; "));
    if (!notices.isEmpty()) {
      facts.put("notice", notices);
    }
    return facts;
  }

  /** The facts of a stream that failed. */
  static ObjectNode of(String id, LlmException end) {
    return of(id, end.attempts());
  }

  private static ObjectNode of(String id, List<Attempt> attempts) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode().put("request_id", id);
    facts.put("attempts", attempts.stream().mapToInt(Attempt::calls).sum());
    facts.put(
        "trail",
        attempts.stream()
            .map(attempt -> attempt.link() + "=" + attempt.verdict())
            .collect(Collectors.joining(", ")));
    return facts;
  }

  /** What became of each link, as the native surface tells it. */
  static ArrayNode attempts(List<Attempt> attempts) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    attempts.forEach(attempt -> shown(attempt, all.addObject()));
    return all;
  }

  private static void shown(Attempt attempt, ObjectNode one) {
    one.put("link", attempt.link()).put("outcome", attempt.outcome());
    if (attempt instanceof Attempt.Failed failed) {
      one.put("reason", failed.reason().code());
      status(one, failed.status());
      one.put("message", failed.message()).put("tookMillis", failed.took().toMillis());
    } else if (attempt instanceof Attempt.Skipped skipped) {
      one.put("reason", skipped.reason().code());
      if (!skipped.message().isEmpty()) {
        one.put("message", skipped.message());
      }
    } else if (attempt instanceof Attempt.Answered answered) {
      status(one, answered.status());
      one.put("tookMillis", answered.took().toMillis());
    } else if (attempt instanceof Attempt.Cancelled cancelled) {
      one.put("tookMillis", cancelled.took().toMillis());
    }
    if (attempt.calls() > 1) {
      one.put("calls", attempt.calls());
    }
  }

  private static void status(ObjectNode attempt, int status) {
    if (status > 0) {
      attempt.put("status", status);
    }
  }
}
