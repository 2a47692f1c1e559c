package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.SaidSoFar;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;
import java.util.function.Consumer;

/** What was read of one answer so far; a whole answer is a stream of one piece. */
final class GeminiAnswer {
  private static final String SIGNATURE = "thoughtSignature";

  private final ProviderCall call;
  private final int status;
  private final SaidSoFar said = new SaidSoFar();
  private final FoundCalls calls;

  GeminiAnswer(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.calls = new FoundCalls(call, status, GeminiDialect.TOOL_NAMES);
  }

  /**
   * Takes what this candidate says, and hands it on.
   *
   * @return whether it says anything that belongs to the answer
   */
  boolean take(JsonNode candidate, Consumer<Piece> pieces) {
    boolean says = false;
    for (JsonNode part : candidate.path("content").path("parts")) {
      says |= takePart(part, pieces);
    }
    return says;
  }

  private boolean takePart(JsonNode part, Consumer<Piece> pieces) {
    String signature = WireJson.text(part, SIGNATURE);
    JsonNode function = part.path("functionCall");
    if (function.isObject()) {
      calls.add(
          WireJson.text(function, "id"),
          WireJson.text(function, "name"),
          function.path("args"),
          signature.isEmpty() ? "" : GeminiDialect.SIGNATURE_MARK + signature,
          pieces);
      return true;
    }
    String words = WireJson.text(part, "text");
    boolean thought = part.path("thought").asBoolean();
    if (thought) {
      said.thought(words, pieces);
    } else {
      said.text(words, pieces);
    }
    if (!signature.isEmpty() && part.path("text").isTextual()) {
      // The words have been handed on; a part must have a text, but it may be empty.
      ObjectNode state = part.<ObjectNode>deepCopy().put("text", "");
      pieces.accept(new Piece.State("gemini", state));
    }
    return !thought && !words.isEmpty();
  }

  /** Nothing more will come. */
  void end(Consumer<Piece> pieces) {
    said.end(pieces);
  }

  /** Whether there is anything of an answer. */
  boolean hasContent() {
    return said.hasText() || !calls.isEmpty();
  }

  /**
   * Why the candidate ended.
   *
   * @throws ProviderException when it has not, or for a reason that is a failure
   */
  FinishReason finish(JsonNode candidate) {
    String reason = WireJson.text(candidate, "finishReason");
    if (GeminiBlock.blocks(reason)) {
      return FinishReason.CONTENT_FILTER;
    }
    return switch (reason) {
      // Gemini has no reason of its own for tool calls.
      case "STOP" -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE",
          "MALFORMED_RESPONSE" ->
          throw UnusableAnswer.malformed(call, status, withMessage(candidate, reason));
      // OTHER, none at all, or one invented since.
      default ->
          throw unfinished(withMessage(candidate, reason.isEmpty() ? "no finish reason" : reason));
    };
  }

  /** The failure of an answer that is not said to be whole. */
  ProviderException unfinished(String why) {
    return UnusableAnswer.unfinished(call, status, hasContent(), why);
  }

  Reply reply(FinishReason finish, String refusal, Usage usage, String model) {
    return new Reply(
        said.text(), said.reasoning(), refusal, calls.all(), finish, usage, model, status);
  }

  private static String withMessage(JsonNode candidate, String reason) {
    String message = WireJson.text(candidate, "finishMessage");
    return message.isEmpty() ? reason : reason + ": " + message;
  }
}
