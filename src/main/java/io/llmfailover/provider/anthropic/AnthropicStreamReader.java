package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.StreamReader;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;
import java.util.function.Consumer;

/** Reads a stream of message events. */
final class AnthropicStreamReader implements StreamReader {
  private final ProviderCall call;
  private final int status;
  private final AnthropicBlocks blocks;
  private final ObjectNode usage = WireJson.object();

  private String model = "";
  private String refusal = "";
  private FinishReason finish;
  private boolean foreign;
  private boolean known;
  private boolean done;

  AnthropicStreamReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.blocks = new AnthropicBlocks(call, status);
  }

  @Override
  public void read(String type, JsonNode data, Consumer<Piece> pieces) {
    String named = WireJson.text(data, "type");
    boolean understood = take(named.isEmpty() ? type : named, data, pieces);
    known |= understood;
    foreign = !known;
  }

  private boolean take(String type, JsonNode data, Consumer<Piece> pieces) {
    switch (type) {
      case "message_start" -> begin(data.path("message"));
      case "message_delta" -> change(data, pieces);
      case "message_stop" -> done = true;
      case "content_block_start", "content_block_delta", "content_block_stop" -> {
        if (!finished()) {
          takeBlock(type, data, pieces);
        }
      }
      default -> {
        return type.equals("ping");
      }
    }
    return true;
  }

  private void begin(JsonNode message) {
    model = WireJson.text(message, "model");
    AnthropicUsage.update(usage, message.path("usage"));
  }

  private void takeBlock(String type, JsonNode data, Consumer<Piece> pieces) {
    switch (type) {
      case "content_block_start" -> blocks.start(data, pieces);
      case "content_block_stop" -> blocks.stop(data, pieces);
      default -> blocks.delta(data, pieces);
    }
  }

  private void change(JsonNode data, Consumer<Piece> pieces) {
    AnthropicUsage.update(usage, data.path("usage"));
    String reason = WireJson.text(data.path("delta"), "stop_reason");
    if (reason.isEmpty() || finished()) {
      return;
    }
    blocks.end(pieces);
    finish = AnthropicStop.of(call, reason, !blocks.calls().isEmpty());
    if (finish == FinishReason.CONTENT_FILTER) {
      refusal = AnthropicStop.refusal(data.path("delta").path("stop_details"));
    }
  }

  @Override
  public void done() {
    done = true;
  }

  @Override
  public boolean finished() {
    return finish != null;
  }

  @Override
  public boolean ended() {
    return done;
  }

  @Override
  public Usage usage() {
    return AnthropicUsage.of(usage);
  }

  @Override
  public Reply reply() {
    if (foreign) {
      throw UnusableAnswer.malformed(call, status, "a stream of foreign events");
    }
    if (!finished()) {
      throw UnusableAnswer.unfinished(
          call, status, blocks.hasContent(), "the stream ended without a stop reason");
    }
    return new Reply(
        blocks.text(), blocks.reasoning(), refusal, blocks.calls(), finish, usage(), model, status);
  }
}
