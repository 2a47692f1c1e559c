package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.provider.Failure.Scope;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;

/** What a choice says about its end. */
final class OpenAiFinish {
  private OpenAiFinish() {}

  /** Whether it has ended at all. */
  static boolean isIn(JsonNode choice) {
    return !WireJson.text(choice, "finish_reason").isEmpty();
  }

  /**
   * Why it ended.
   *
   * @param calls whether it has tool calls
   * @throws ProviderException when the reason is a failure
   */
  static FinishReason of(ProviderCall call, int status, JsonNode choice, boolean calls) {
    return switch (WireJson.text(choice, "finish_reason")) {
      case "length", "model_length", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "error" -> throw brokenOff(call, status, choice);
      case "insufficient_system_resource" ->
          throw new ProviderException(
              UnusableAnswer.failure(
                      FailureKind.OVERLOADED, call, status, "insufficient system resource")
                  .resting(Scope.LINK));
      // The rest, "eos" and a missing reason among it: whether tools are wanted is plain to see,
      // and some servers say "stop" with calls, or "tool_calls" without.
      default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  private static ProviderException brokenOff(ProviderCall call, int status, JsonNode choice) {
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
  static String filtered(JsonNode choice) {
    StringBuilder found = new StringBuilder();
    for (var category : choice.path("content_filter_results").properties()) {
      if (category.getValue().path("filtered").asBoolean()) {
        found.append(found.length() == 0 ? "filtered for " : ", ").append(category.getKey());
      }
    }
    return found.toString();
  }
}
