package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.WireJson;
import java.util.List;
import java.util.Set;

/** Writes the caller's own messages, no more of them changed than the server demands. */
final class OwnMessages {
  private static final Set<String> RULES = Set.of("system", "developer");

  /** What other servers give with an answer, and callers send back with it. */
  private static final List<String> THOUGHTS =
      List.of("reasoning_content", "reasoning", "reasoning_details");

  /** What OpenAI gives with every answer, mostly empty. */
  private static final List<String> FORMALITIES =
      List.of("refusal", "annotations", "audio", "function_call");

  private final OpenAiFlavour flavour;

  OwnMessages(OpenAiFlavour flavour) {
    this.flavour = flavour;
  }

  /** Copies of all messages, {@code rule} added to the rules at the top; empty for none. */
  ArrayNode written(ArrayNode own, String rule) {
    ArrayNode messages = own.arrayNode();
    own.forEach(message -> messages.add(fitted(message)));
    if (!rule.isEmpty()) {
      rule(messages, rule);
    }
    return messages;
  }

  private JsonNode fitted(JsonNode own) {
    JsonNode copy = own.deepCopy();
    if (copy instanceof ObjectNode message) {
      role(message);
      toolCalls(message);
      if (flavour.strictAboutMessages()) {
        message.remove(THOUGHTS);
      }
      if (flavour.strictAboutMessages() && !flavour.openAi()) {
        FORMALITIES.stream()
            .filter(field -> message.path(field).isEmpty() && !message.path(field).isTextual())
            .forEach(message::remove);
      }
    }
    return copy;
  }

  private void role(ObjectNode message) {
    String role = WireJson.text(message, "role");
    if (RULES.contains(role)) {
      message.put("role", flavour.rulesRole(role));
    }
  }

  private void toolCalls(ObjectNode message) {
    id(message, "tool_call_id");
    for (JsonNode call : message.path("tool_calls")) {
      if (call instanceof ObjectNode made) {
        id(made, "id");
        if (flavour.server() != OpenAiFlavour.Server.GOOGLE) {
          // Gemini's signatures: refused by others, and none of their business.
          made.remove("extra_content");
        }
      }
    }
  }

  private void id(ObjectNode holder, String field) {
    if (flavour.mistral() && holder.path(field).isTextual()) {
      holder.put(field, flavour.toolCallId(WireJson.text(holder, field)));
    }
  }

  private void rule(ArrayNode messages, String rule) {
    int above = 0;
    while (above < messages.size() && RULES.contains(WireJson.text(messages.get(above), "role"))) {
      above++;
    }
    if (above > 0
        && messages.get(above - 1) instanceof ObjectNode last
        && last.path("content").isTextual()) {
      last.put("content", Conversation.joined(List.of(WireJson.text(last, "content"), rule)));
    } else {
      ObjectNode said = WireJson.object().put("role", flavour.rulesRole("system"));
      messages.insert(above, said.put("content", rule));
    }
  }
}
