package io.llmfailover.provider;

import io.llmfailover.Piece;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import java.util.function.Consumer;

/** The pieces of an answer that came whole, from a server that knows no streams. */
final class WholePieces implements PieceSource {
  private final Reply reply;
  private boolean given;

  WholePieces(Reply reply) {
    this.reply = reply;
  }

  @Override
  public boolean next(Consumer<Piece> pieces) {
    if (given) {
      return false;
    }
    given = true;
    if (!reply.reasoning().isEmpty()) {
      pieces.accept(new Piece.Reasoning(reply.reasoning()));
    }
    if (!reply.text().isEmpty()) {
      pieces.accept(new Piece.Text(reply.text()));
    }
    int index = 0;
    for (ToolCall call : reply.toolCalls()) {
      pieces.accept(new Piece.ToolStart(index, call.id(), call.name(), call.signature()));
      pieces.accept(new Piece.ToolArguments(index++, call.arguments()));
    }
    return true;
  }

  @Override
  public boolean finished() {
    return true;
  }

  @Override
  public boolean ended() {
    return given;
  }

  @Override
  public Usage usage() {
    return reply.usage();
  }

  @Override
  public Reply reply() {
    return reply;
  }
}
