package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the messages. Rules may stand anywhere in this dialect; neighbours are joined, because the
 * templates of some models know only one system message.
 */
final class OpenAiMessages {
  private final ProviderCall call;
  private final OpenAiFlavour flavour;
  private final OwnWords own;
  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();

  OpenAiMessages(ProviderCall call, OpenAiFlavour flavour, OwnWords own) {
    this.call = call;
    this.flavour = flavour;
    this.own = own;
  }

  /** All messages, {@code rule} added to the rules at the top; empty for none. */
  ArrayNode written(String rule) {
    List<Message> all = own.added();
    int first = 0;
    if (own.present()) {
      messages.addAll(new OwnMessages(flavour).written(own.turns(), rule));
    } else {
      first = rulesFrom(all, 0, rule);
    }
    for (int i = first; i < all.size(); i++) {
      Message message = all.get(i);
      if (message instanceof Message.Rules) {
        i = rulesFrom(all, i, "") - 1;
      } else if (message instanceof Message.FromUser user) {
        user(user);
      } else if (message instanceof Message.FromModel model) {
        model(model);
      } else if (message instanceof Message.FromTool result) {
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", flavour.toolCallId(result.toolCallId()))
            .put("content", result.content());
      }
    }
    return messages;
  }

  /** Writes the rules from there on as one message, and says where they end. */
  private int rulesFrom(List<Message> all, int start, String rule) {
    List<String> rules = new ArrayList<>();
    int end = start;
    while (end < all.size() && all.get(end) instanceof Message.Rules found) {
      rules.add(found.text());
      end++;
    }
    rules.add(rule);
    String joined = Conversation.joined(rules);
    if (!joined.isEmpty()) {
      messages.addObject().put("role", flavour.rulesRole("system")).put("content", joined);
    }
    return end;
  }

  private void user(Message.FromUser user) {
    List<Part> parts = user.parts().stream().filter(part -> !isEmpty(part)).toList();
    ObjectNode message = messages.addObject().put("role", "user");
    if (parts.isEmpty()) {
      message.put("content", "");
    } else if (parts.size() == 1 && parts.get(0) instanceof Part.Text only) {
      message.put("content", only.text());
    } else {
      ArrayNode content = message.putArray("content");
      parts.forEach(part -> content.add(written(part)));
    }
  }

  private static ObjectNode written(Part part) {
    ObjectNode written = WireJson.object();
    if (part instanceof Part.Text text) {
      return written.put("type", "text").put("text", text.text());
    }
    written.put("type", "image_url");
    written.putObject("image_url").put("url", address(part));
    return written;
  }

  private static String address(Part part) {
    if (part instanceof Part.InlineImage image) {
      return "data:" + image.mediaType() + ";base64," + image.base64();
    }
    return part instanceof Part.ImageUrl image ? image.url() : "";
  }

  private void model(Message.FromModel model) {
    String text = Message.textOf(model.parts());
    if (model.parts().stream().anyMatch(part -> !(part instanceof Part.Text))) {
      call.notice("Pictures in a model's own turn were left out.");
    }
    if (text.isEmpty() && model.toolCalls().isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (text.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    if (!model.toolCalls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      model.toolCalls().forEach(earlier -> toolCall(earlier, calls.addObject()));
    }
  }

  private void toolCall(ToolCall earlier, ObjectNode written) {
    written.put("id", flavour.toolCallId(earlier.id())).put("type", "function");
    // Exactly as the model wrote them, where that was JSON: another rendering would cost the
    // provider's prompt cache.
    String arguments =
        ToolWriting.arguments(earlier).isPresent()
            ? earlier.arguments()
            : WireJson.compact(ToolWriting.argumentsOrWrapped(earlier, call));
    written
        .putObject("function")
        .put("name", OpenAiDialect.TOOL_NAMES.wire(earlier.name()))
        .put("arguments", arguments);
  }

  private static boolean isEmpty(Part part) {
    return part instanceof Part.Text text && text.text().isEmpty();
  }
}
