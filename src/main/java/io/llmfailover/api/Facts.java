package io.llmfailover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an answer or an error came about, told beside what a surface's own API knows: in errors, and
 * in the last event of a stream, whose headers were sent before it was known.
 */
public final class Facts {
  /** The member of a stream's last event. */
  public static final String NAME = "x_llm";

  private Facts() {}

  /**
   * The facts of a streamed answer, as other answers have them in their {@code x-llm-} headers.
   *
   * @param leftOut what the surface itself could not give, one sentence each
   */
  public static ObjectNode of(Answer answer, List<String> leftOut) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("request_id", answer.id()).put("link", answer.link());
    tried(answer.attempts(), facts);
    answer.cost().ifPresent(usd -> facts.put("cost_usd", usd));
    String notices =
        Stream.concat(answer.notices().stream(), leftOut.stream())
            .collect(Collectors.joining("; "));
    if (!notices.isEmpty()) {
      facts.put("notice", notices);
    }
    if (answer.usage().estimated()) {
      facts.put("usage_estimated", true);
    }
    return facts;
  }

  /** The facts of a stream that failed. */
  public static ObjectNode of(String id, LlmException end) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode().put("request_id", id);
    tried(end.attempts(), facts);
    return facts;
  }

  private static void tried(List<Attempt> attempts, ObjectNode facts) {
    facts.put("attempts", calls(attempts)).put("trail", trail(attempts));
  }

  /** Adds to an error's body what became of the links, and how a hand-over is known. */
  public static void add(LlmException end, ObjectNode body) {
    if (!end.attempts().isEmpty()) {
      body.set("attempts", attempts(end.attempts()));
    }
    if (end instanceof AllLinksFailedException noneLeft) {
      body.putObject("handoff").put("id", noneLeft.handoffId());
    }
  }

  /** Requests sent to providers in all, retries included. */
  static int calls(List<Attempt> attempts) {
    int calls = 0;
    for (Attempt attempt : attempts) {
      calls += attempt.calls();
    }
    return calls;
  }

  /** What became of each link, in one line. */
  static String trail(List<Attempt> attempts) {
    StringBuilder trail = new StringBuilder();
    for (Attempt attempt : attempts) {
      trail.append(trail.isEmpty() ? "" : ", ");
      trail.append(attempt.link()).append('=').append(attempt.verdict());
    }
    return trail.toString();
  }

  /** What became of each link. */
  public static ArrayNode attempts(List<Attempt> attempts) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    attempts.forEach(attempt -> all.add(attempt(attempt)));
    return all;
  }

  /** What became of one link. */
  public static ObjectNode attempt(Attempt attempt) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
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
    attempt
        .spent()
        .cost()
        .filter(usd -> usd.signum() > 0)
        .ifPresent(usd -> one.put("costUsd", usd));
    if (attempt.calls() > 1) {
      one.put("calls", attempt.calls());
    }
    return one;
  }

  private static void status(ObjectNode attempt, int status) {
    if (status > 0) {
      attempt.put("status", status);
    }
  }
}
