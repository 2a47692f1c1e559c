package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ToolIds;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes the turns, neighbours of one role as one message. Within a user's message tool results
 * come first: Anthropic refuses them anywhere else.
 */
final class AnthropicMessages {
  private static final Pattern TOOL_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final ProviderCall call;
  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
  private String role = "";
  private final List<ObjectNode> results = new ArrayList<>();
  private final List<ObjectNode> blocks = new ArrayList<>();

  AnthropicMessages(ProviderCall call) {
    this.call = call;
  }

  ArrayNode written(List<Message> turns) {
    for (Message turn : turns) {
      speaker(turn instanceof Message.FromModel ? "assistant" : "user");
      if (turn instanceof Message.FromUser user) {
        user.parts().forEach(part -> blocks.add(AnthropicPart.written(part)));
      } else if (turn instanceof Message.FromModel said) {
        model(said);
      } else if (turn instanceof Message.FromTool result) {
        results.add(result(result));
      }
    }
    trimEnd();
    close();
    return messages;
  }

  private void speaker(String next) {
    if (!next.equals(role)) {
      close();
      role = next;
    }
  }

  private void close() {
    if (results.isEmpty() && blocks.isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", role);
    JsonNode only = blocks.size() == 1 && results.isEmpty() ? blocks.get(0) : WireJson.object();
    if (only.has("text")) {
      message.set("content", only.get("text"));
    } else {
      message.putArray("content").addAll(results).addAll(blocks);
    }
    results.clear();
    blocks.clear();
  }

  private void model(Message.FromModel said) {
    for (Part part : said.parts()) {
      if (part instanceof Part.Text) {
        blocks.add(AnthropicPart.written(part));
      } else {
        call.notice("Pictures in a model's own turn were left out.");
      }
    }
    said.toolCalls().forEach(earlier -> blocks.add(toolUse(earlier)));
  }

  private ObjectNode toolUse(ToolCall earlier) {
    ObjectNode use = WireJson.object().put("type", "tool_use").put("id", id(earlier.id()));
    use.put("name", AnthropicDialect.TOOL_NAMES.wire(earlier.name()));
    use.set("input", ToolWriting.argumentsOrWrapped(earlier, call));
    return use;
  }

  private static ObjectNode result(Message.FromTool result) {
    ObjectNode block = WireJson.object().put("type", "tool_result");
    block.put("tool_use_id", id(result.toolCallId()));
    if (!result.content().isBlank()) {
      block.put("content", result.content());
    }
    if (result.failed()) {
      block.put("is_error", true);
    }
    return block;
  }

  /** An id in the letters Anthropic takes; the same id always becomes the same. */
  private static String id(String id) {
    return TOOL_ID.matcher(id).matches() ? id : "toolu_" + ToolIds.standIn(id, 24);
  }

  /** Anthropic refuses a prefill that ends in white space. */
  private void trimEnd() {
    if (!role.equals("assistant") || blocks.isEmpty()) {
      return;
    }
    ObjectNode last = blocks.get(blocks.size() - 1);
    if (last.has("text")) {
      last.put("text", last.get("text").textValue().stripTrailing());
    }
  }
}
