package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.FinishReason;
import java.util.Optional;

/** Writes an answer as a message. */
final class MessageWriter {
  private static final String STOP_REASON = "stop_reason";
  private static final String STOP_SEQUENCE = "stop_sequence";
  private static final String STOP_DETAILS = "stop_details";

  private MessageWriter() {}

  /** The whole message: a Claude's own words where there are some. */
  static ObjectNode message(Answer answer) {
    Optional<ObjectNode> own = Claude.messageOf(answer);
    ObjectNode message = head(answer.id(), answer.model());
    message.set("content", content(answer));
    message.setAll(stop(answer));
    message.set("usage", WireUsage.of(answer.usage()));
    own.ifPresent(
        said -> {
          said.properties().stream()
              .filter(member -> !message.has(member.getKey()))
              .forEach(member -> message.set(member.getKey(), member.getValue()));
          message.set("content", said.path("content"));
          if (said.path("model").isTextual()) {
            message.set("model", said.path("model"));
          }
          message.set("usage", usage(answer, said.path("usage")));
        });
    return message;
  }

  /** A message nothing was said in yet. */
  static ObjectNode head(String id, String model) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("id", "msg_" + id).put("type", "message").put("role", "assistant");
    message.put("model", model);
    message.putArray("content");
    return message;
  }

  /** Why the message ended: {@code stop_reason} and what belongs to it. */
  static ObjectNode stop(Answer answer) {
    ObjectNode stop = JsonNodeFactory.instance.objectNode();
    stop.put(STOP_REASON, reason(answer.finish())).putNull(STOP_SEQUENCE);
    Claude.messageOf(answer)
        .filter(own -> own.path(STOP_REASON).isTextual())
        .ifPresent(
            own -> {
              stop.set(STOP_REASON, own.get(STOP_REASON));
              for (String name : new String[] {STOP_SEQUENCE, STOP_DETAILS}) {
                if (own.has(name)) {
                  stop.set(name, own.get(name));
                }
              }
            });
    return stop;
  }

  private static String reason(FinishReason finish) {
    return switch (finish) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  /** Reasoning is left out: without a signature nobody could send it back. */
  private static ArrayNode content(Answer answer) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    if (!answer.text().isEmpty()) {
      content.addObject().put("type", "text").put("text", answer.text());
    }
    answer.toolCalls().forEach(call -> content.add(ToolUse.block(call)));
    return content;
  }

  private static ObjectNode usage(Answer answer, JsonNode own) {
    ObjectNode usage = WireUsage.of(answer.usage());
    own.properties().stream()
        .filter(member -> !usage.has(member.getKey()))
        .forEach(member -> usage.set(member.getKey(), member.getValue()));
    return usage;
  }
}
