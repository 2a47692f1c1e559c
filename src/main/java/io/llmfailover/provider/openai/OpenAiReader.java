package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.provider.Failure.Scope;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;

/** Reads one answer. Used once. */
final class OpenAiReader {
  private final ProviderCall call;
  private final int status;

  OpenAiReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
  }

  Reply reply(JsonNode answer) {
    JsonNode choices = answer.path("choices");
    if (!choices.isArray()) {
      throw UnusableAnswer.malformed(call, status, "an answer without choices");
    }
    if (choices.isEmpty()) {
      throw UnusableAnswer.empty(call, status, "an answer with no choice in it");
    }
    JsonNode choice = choices.get(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      throw UnusableAnswer.malformed(call, status, "a choice without a message");
    }
    FoundCalls calls = calls(message.path("tool_calls"));
    OpenAiContent content = OpenAiContent.of(message);
    return new Reply(
        content.text(),
        content.reasoning(),
        content.refusal().isEmpty() ? filtered(choice) : content.refusal(),
        calls.all(),
        finish(choice, calls),
        OpenAiUsage.of(answer),
        WireJson.text(answer, "model"),
        status);
  }

  private FoundCalls calls(JsonNode written) {
    FoundCalls calls = new FoundCalls(call, status, OpenAiDialect.TOOL_NAMES);
    for (JsonNode one : written) {
      JsonNode function = one.path("function");
      calls.add(
          WireJson.text(one, "id"),
          WireJson.text(function, "name"),
          function.path("arguments"),
          "");
    }
    return calls;
  }

  private FinishReason finish(JsonNode choice, FoundCalls calls) {
    return switch (WireJson.text(choice, "finish_reason")) {
      case "length", "model_length", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "error" -> throw brokenOff(choice);
      case "insufficient_system_resource" ->
          throw new ProviderException(
              UnusableAnswer.failure(
                      FailureKind.OVERLOADED, call, status, "insufficient system resource")
                  .resting(Scope.LINK));
      // The rest, "eos" and a missing reason among it: whether tools are wanted is plain to see,
      // and some servers say "stop" with calls, or "tool_calls" without.
      default -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    };
  }

  private ProviderException brokenOff(JsonNode choice) {
    String why = WireJson.text(choice.path("error"), "message");
    return new ProviderException(
        UnusableAnswer.failure(
                FailureKind.SERVER_ERROR,
                call,
                status,
                why.isEmpty() ? "the provider broke the answer off" : why)
            .resting(Scope.LINK)
            .worthRepeating());
  }

  /** What Azure's filter says it has found; empty when it found nothing or there is none. */
  private static String filtered(JsonNode choice) {
    StringBuilder found = new StringBuilder();
    for (var category : choice.path("content_filter_results").properties()) {
      if (category.getValue().path("filtered").asBoolean()) {
        found.append(found.length() == 0 ? "filtered for " : ", ").append(category.getKey());
      }
    }
    return found.toString();
  }
}
