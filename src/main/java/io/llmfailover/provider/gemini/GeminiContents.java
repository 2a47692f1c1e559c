package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the turns. Neighbours of one role become one content, except that tool results keep a
 * content of their own: Gemini counts them against the calls of the content before.
 */
final class GeminiContents {
  /** Google's documented stand-in for a signature, for calls another provider's model made. */
  static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private final ProviderCall call;
  private final GeminiModel model;
  private final ArrayNode contents = JsonNodeFactory.instance.arrayNode();
  private final Map<String, String> namesById = new HashMap<>();
  private Class<?> last = Void.class;
  private ArrayNode parts = JsonNodeFactory.instance.arrayNode();

  GeminiContents(ProviderCall call, GeminiModel model) {
    this.call = call;
    this.model = model;
    for (Message message : call.prompt().messages()) {
      if (message instanceof Message.FromModel said) {
        said.toolCalls().forEach(earlier -> namesById.put(earlier.id(), earlier.name()));
      }
    }
  }

  /** The turns after the caller's own contents. */
  ArrayNode written(ArrayNode own, List<Message> added) {
    contents.addAll(new OwnContents(model).written(own));
    JsonNode end = contents.path(contents.size() - 1);
    if (end.path("parts") instanceof ArrayNode open) {
      last = OwnContents.speaker(end);
      parts = open;
    }
    return written(added);
  }

  ArrayNode written(List<Message> turns) {
    for (Message turn : turns) {
      open(turn);
      if (turn instanceof Message.FromUser user) {
        user.parts().forEach(this::part);
      } else if (turn instanceof Message.FromModel said) {
        model(said);
      } else if (turn instanceof Message.FromTool result) {
        result(result);
      }
    }
    return contents;
  }

  private void open(Message turn) {
    if (turn.getClass().equals(last)) {
      return;
    }
    last = turn.getClass();
    String role = turn instanceof Message.FromModel ? "model" : "user";
    parts = contents.addObject().put("role", role).putArray("parts");
  }

  private void part(Part part) {
    if (part instanceof Part.Text text) {
      parts.addObject().put("text", text.text());
    } else if (part instanceof Part.InlineImage image) {
      parts
          .addObject()
          .putObject("inlineData")
          .put("mimeType", image.mediaType())
          .put("data", image.base64());
    } else {
      // It cannot fetch, and this module must not: an address may lead into our own network.
      throw new ProviderException(
          Failure.of(FailureKind.UNSUPPORTED, 0, "Gemini does not fetch pictures by address"));
    }
  }

  private void model(Message.FromModel said) {
    said.parts().forEach(this::part);
    boolean first = true;
    for (ToolCall earlier : said.toolCalls()) {
      ObjectNode part = parts.addObject();
      ObjectNode function = part.putObject("functionCall");
      identify(function, earlier.id(), earlier.name());
      function.set("args", ToolWriting.argumentsOrWrapped(earlier, call));
      sign(part, earlier.signature(), first);
      first = false;
    }
  }

  /** Of several calls in one turn Gemini signs, and wants signed, only the first. */
  private void sign(ObjectNode part, String signature, boolean first) {
    if (signature.startsWith(GeminiDialect.SIGNATURE_MARK)) {
      part.put("thoughtSignature", signature.substring(GeminiDialect.SIGNATURE_MARK.length()));
    } else if (first && model.signsThoughts()) {
      part.put("thoughtSignature", NO_SIGNATURE);
    }
  }

  private void result(Message.FromTool result) {
    ObjectNode response = parts.addObject().putObject("functionResponse");
    // A result without its call is refused anyway; the id says more than no name at all.
    String name = namesById.getOrDefault(result.toolCallId(), result.toolCallId());
    identify(response, result.toolCallId(), name);
    response.set("response", outcome(result));
  }

  private void identify(ObjectNode function, String id, String name) {
    if (model.signsThoughts()) {
      function.put("id", id);
    }
    function.put("name", GeminiDialect.TOOL_NAMES.wire(name));
  }

  /** The result as the object Gemini demands. */
  private static ObjectNode outcome(Message.FromTool result) {
    JsonNode content =
        WireJson.parse(result.content())
            .filter(JsonNode::isContainerNode)
            .orElseGet(() -> JsonNodeFactory.instance.textNode(result.content()));
    if (result.failed()) {
      return WireJson.object().set("error", content);
    }
    return content instanceof ObjectNode object ? object : WireJson.object().set("result", content);
  }
}
