package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.ToolCall;
import io.llmfailover.Verbatim;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a whole {@link Answer} as a {@code GenerateContentResponse}. */
final class AnswerWriter {
  private AnswerWriter() {}

  /**
   * Writes an answer. One that a Gemini link gave is passed on as it came, with all this module has
   * no word for, unless it was changed on its way.
   *
   * @param thoughts whether the caller wants to see what the model thought aloud
   */
  static ObjectNode response(Answer answer, boolean thoughts) {
    return answer
        .verbatim()
        .flatMap(own -> unchanged(answer, own))
        .orElseGet(() -> told(answer, thoughts));
  }

  private static Optional<ObjectNode> unchanged(Answer answer, Verbatim own) {
    if (!own.dialect().equals(RequestReader.DIALECT) || !own.body().isObject()) {
      return Optional.empty();
    }
    ObjectNode response = own.body().deepCopy();
    StringBuilder text = new StringBuilder();
    List<ObjectNode> calls = new ArrayList<>();
    for (JsonNode part : response.path("candidates").path(0).path("content").path("parts")) {
      if (part.path("functionCall") instanceof ObjectNode call) {
        calls.add(call);
      } else if (!part.path("thought").asBoolean()) {
        text.append(WireJson.text(part, "text"));
      }
    }
    if (!answer.text().contentEquals(text) || calls.size() != answer.toolCalls().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < calls.size(); i++) {
      // A name Gemini would have refused was sent as another one.
      calls.get(i).put("name", answer.toolCalls().get(i).name());
    }
    if (!response.has("usageMetadata")) {
      ResponseParts.usage(response, answer.usage());
    }
    String model = WireJson.text(response, "modelVersion");
    return Optional.of(
        ResponseParts.origin(response, model.isEmpty() ? answer.model() : model, answer.id()));
  }

  private static ObjectNode told(Answer answer, boolean thoughts) {
    List<JsonNode> parts = new ArrayList<>();
    if (thoughts && !answer.reasoning().isEmpty()) {
      parts.add(ResponseParts.thought(answer.reasoning()));
    }
    if (!answer.text().isEmpty() || answer.toolCalls().isEmpty()) {
      parts.add(ResponseParts.text(answer.text()));
    }
    for (ToolCall call : answer.toolCalls()) {
      parts.add(ResponseParts.call(call));
    }
    ObjectNode response = ResponseParts.response(parts);
    ResponseParts.finish(response, answer.finish());
    ResponseParts.usage(response, answer.usage());
    return ResponseParts.origin(response, answer.model(), answer.id());
  }
}
