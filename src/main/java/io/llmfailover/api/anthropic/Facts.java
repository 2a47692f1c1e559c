package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import java.util.List;

/**
 * How a streamed answer came about: what other answers tell in their {@code x-llm-} headers, as the
 * member {@code x_llm} of a stream's last event but one, or of its error.
 */
final class Facts {
  /** The member's name. */
  static final String NAME = "x_llm";

  private Facts() {}

  static ObjectNode of(Answer answer) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("request_id", answer.id()).put("link", answer.link());
    tried(answer.attempts(), facts);
    answer.cost().ifPresent(usd -> facts.put("cost_usd", usd));
    if (!answer.notices().isEmpty()) {
      facts.put("notice", String.join("; ", answer.notices()));
    }
    return facts.put("usage_estimated", answer.usage().estimated());
  }

  static ObjectNode of(String id, LlmException end) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode().put("request_id", id);
    tried(end.attempts(), facts);
    return facts;
  }

  private static void tried(List<Attempt> attempts, ObjectNode facts) {
    facts.put("attempts", attempts.stream().mapToInt(Attempt::calls).sum());
    facts.put(
        "trail",
        String.join(
            ", ",
            attempts.stream().map(attempt -> attempt.link() + "=" + attempt.verdict()).toList()));
  }
}
