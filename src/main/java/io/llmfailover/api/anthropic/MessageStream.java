package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.Usage;
import io.llmfailover.api.Errors;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes one stream in the events Anthropic's SDKs assemble a message from. Tokens are told at the
 * end, where SDKs take them over; the facts of the generation beside them, as {@code x_llm}.
 */
final class MessageStream implements StreamWriter {
  private final String id;
  private final Predicate<String> speaksThis;
  private final BlockStream blocks = new BlockStream();
  private boolean signing;

  /**
   * @param id the generation's id
   * @param speaksThis whether a provider, by name, speaks Anthropic's dialect
   */
  MessageStream(String id, Predicate<String> speaksThis) {
    this.id = id;
    this.speaksThis = speaksThis;
  }

  @Override
  public void started(StreamStart start, EventSink events) {
    int slash = start.link().indexOf('/');
    signing = speaksThis.test(start.link().substring(0, Math.max(0, slash)));
    ObjectNode message = MessageWriter.head(id, start.link().substring(slash + 1));
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", WireUsage.of(Usage.UNKNOWN));
    ObjectNode event = event("message_start");
    event.set("message", message);
    send(event, events);
    send(event("ping"), events);
  }

  @Override
  public void piece(Piece piece, EventSink events) {
    if (piece instanceof Piece.Text text) {
      blocks.text(text.text(), events);
    } else if (piece instanceof Piece.Reasoning reasoning) {
      // Only Claude signs its thoughts, and no others may come back in the next turn.
      if (signing) {
        blocks.thinking(reasoning.thought(), events);
      }
    } else if (piece instanceof Piece.ToolStart call) {
      blocks.tool(call, events);
    } else if (piece instanceof Piece.ToolArguments more) {
      blocks.arguments(more, events);
    } else if (piece instanceof Piece.State state
        && state.dialect().equals(RequestReader.DIALECT)) {
      state(state.wire(), events);
    }
  }

  private void state(JsonNode wire, EventSink events) {
    String type = wire.path("type").asText();
    if (type.equals("thinking")) {
      blocks.signed(wire, events);
    } else if (wire instanceof ObjectNode block && !type.isEmpty()) {
      blocks.whole(block, events);
    }
  }

  @Override
  public void answered(Answer answer, EventSink events) {
    blocks.end(events);
    ObjectNode event = event("message_delta");
    event.set("delta", MessageWriter.stop(answer));
    event.set("usage", WireUsage.of(answer.usage()));
    event.set(Facts.NAME, Facts.of(answer, List.of()));
    send(event, events);
    send(event("message_stop"), events);
  }

  @Override
  public void failed(LlmException end, EventSink events) {
    ObjectNode event = AnthropicErrors.body(Errors.kindOf(end), end);
    event.put("request_id", id);
    event.set(Facts.NAME, Facts.of(id, end));
    send(event, events);
  }

  private static ObjectNode event(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static void send(ObjectNode event, EventSink events) {
    events.event(event.path("type").asText(), Json.write(event));
  }
}
