package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.provider.WireJson;

/** The caller's own contents, no more of them changed than the model demands. */
final class OwnContents {
  private final GeminiModel model;

  OwnContents(GeminiModel model) {
    this.model = model;
  }

  /** Copies of all contents. */
  ArrayNode written(ArrayNode own) {
    ArrayNode contents = own.arrayNode();
    for (JsonNode content : own) {
      JsonNode copy = content.deepCopy();
      if (model.signsThoughts() && WireJson.text(copy, "role").equals("model")) {
        sign(copy.path("parts"));
      }
      contents.add(copy);
    }
    return contents;
  }

  /** A call without a signature was made by another provider's model, and would be refused. */
  private static void sign(JsonNode parts) {
    for (JsonNode part : parts) {
      if (GeminiNames.in(part, "functionCall").isObject() && part instanceof ObjectNode call) {
        if (GeminiNames.in(call, "thoughtSignature").isMissingNode()) {
          call.put("thoughtSignature", GeminiContents.NO_SIGNATURE);
        }
        // Of several calls in one turn only the first is signed.
        return;
      }
    }
  }

  /** Whose turn a content is, in terms of a prompt: what follows of the same kind may join it. */
  static Class<? extends Message> speaker(JsonNode content) {
    if (WireJson.text(content, "role").equals("model")) {
      return Message.FromModel.class;
    }
    for (JsonNode part : content.path("parts")) {
      if (GeminiNames.in(part, "functionResponse").isObject()) {
        return Message.FromTool.class;
      }
    }
    return Message.FromUser.class;
  }
}
