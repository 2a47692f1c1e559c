package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;

/** Reads one answer. Used once. */
final class GeminiReader {
  private final ProviderCall call;
  private final int status;
  private final GeminiAnswer read;

  GeminiReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.read = new GeminiAnswer(call, status);
  }

  Reply reply(JsonNode answer) {
    JsonNode candidates = answer.path("candidates");
    if (candidates.isEmpty()) {
      return withoutCandidate(answer);
    }
    JsonNode candidate = candidates.path(0);
    if (!candidate.isObject()) {
      throw UnusableAnswer.malformed(call, status, "a candidate that is no object");
    }
    read.take(candidate, piece -> {});
    FinishReason finish = read.finish(candidate);
    String refusal = finish == FinishReason.CONTENT_FILTER ? GeminiBlock.of(candidate) : "";
    return reply(answer, finish, refusal);
  }

  private Reply withoutCandidate(JsonNode answer) {
    JsonNode feedback = answer.path("promptFeedback");
    if (GeminiBlock.blocksPrompt(feedback)) {
      return reply(answer, FinishReason.CONTENT_FILTER, GeminiBlock.ofPrompt(feedback));
    }
    if (answer.path("candidates").isArray() || answer.has("usageMetadata")) {
      throw UnusableAnswer.empty(call, status, "an answer with no candidate in it");
    }
    throw UnusableAnswer.malformed(call, status, "an answer without candidates");
  }

  private Reply reply(JsonNode answer, FinishReason finish, String refusal) {
    return read.reply(
        finish, refusal, GeminiUsage.of(answer), WireJson.text(answer, "modelVersion"));
  }
}
