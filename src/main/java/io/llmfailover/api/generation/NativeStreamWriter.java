package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.StreamStart;
import io.llmfailover.api.EventSink;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.TextEvent;
import java.nio.charset.StandardCharsets;

/**
 * The native stream: {@code piece}, {@code restart}, then one of {@code answer} and {@code error}.
 * Only text comes in pieces; what else there is, the answer has.
 */
final class NativeStreamWriter implements StreamWriter {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final TextEvent PIECE =
      new TextEvent(text -> Json.write(JsonNodeFactory.instance.objectNode().put("text", text)));

  @Override
  public void started(StreamStart start, EventSink events) {
    // The headers have said it, and the answer says it again.
  }

  @Override
  public void piece(Piece piece, EventSink events) {
    if (!piece.text().isEmpty()) {
      events.event("piece", PIECE.with(piece.text()));
    }
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public boolean restart(EventSink events) {
    events.event("restart", NOTHING);
    return true;
  }

  @Override
  public void answered(Answer answer, EventSink events) {
    events.event("answer", NativeTranslator.answer(answer).whole());
  }

  @Override
  public void failed(LlmException end, EventSink events) {
    events.event("error", NativeTranslator.error(end));
  }
}
