package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.llmfailover.FinishReason;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import java.util.List;
import java.util.Objects;

/**
 * What a link said, in the words of this module whatever the dialect.
 *
 * @param text the answer's text; empty when there is none
 * @param reasoning what the model thought aloud; empty when none
 * @param refusal the model's own words of refusal; empty when it did not refuse
 * @param toolCalls tools it wants called
 * @param finish why it stopped
 * @param usage what it cost in tokens
 * @param reportedModel the model the provider says answered; empty when it does not say
 * @param status the HTTP status
 * @param verbatim the whole answer as it came; {@link MissingNode} when it came in pieces
 */
public record Reply(
    String text,
    String reasoning,
    String refusal,
    List<ToolCall> toolCalls,
    FinishReason finish,
    Usage usage,
    String reportedModel,
    int status,
    JsonNode verbatim) {
  /** Copies the calls and checks that all is there. */
  public Reply {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(refusal, "refusal");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(reportedModel, "reportedModel");
    Objects.requireNonNull(verbatim, "verbatim");
    toolCalls = List.copyOf(toolCalls);
  }

  /** A reply of which only the words are known. */
  public Reply(
      String text,
      String reasoning,
      String refusal,
      List<ToolCall> toolCalls,
      FinishReason finish,
      Usage usage,
      String reportedModel,
      int status) {
    this(
        text,
        reasoning,
        refusal,
        toolCalls,
        finish,
        usage,
        reportedModel,
        status,
        MissingNode.getInstance());
  }

  /** The same, with the whole answer as it came. */
  public Reply saidVerbatim(JsonNode whole) {
    return new Reply(
        text, reasoning, refusal, toolCalls, finish, usage, reportedModel, status, whole);
  }

  /** The same with another text, for instance without a Markdown fence. */
  public Reply withText(String other) {
    return new Reply(
        other, reasoning, refusal, toolCalls, finish, usage, reportedModel, status, verbatim);
  }

  /** The same with these tokens, for instance those of a repair besides. */
  public Reply withUsage(Usage tokens) {
    return new Reply(
        text, reasoning, refusal, toolCalls, finish, tokens, reportedModel, status, verbatim);
  }
}
