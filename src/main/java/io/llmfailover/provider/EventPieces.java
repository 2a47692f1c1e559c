package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The pieces in the events of one stream. Errors among the events end it; an event that is no JSON
 * is passed over. What comes before the first event that means something is kept, for it may be an
 * error page or an answer under a wrong name.
 */
final class EventPieces implements PieceSource {
  /** Bytes kept of what may turn out to be no stream at all. */
  private static final int MOST_FIRST_BYTES = 64 * 1024;

  private static final String DONE = "[DONE]";

  private final int status;
  private final HttpHeaders headers;
  private final Link link;
  private final StreamReader reader;
  private final FailureJudge judge;
  private final SseReader events = new SseReader();
  private final ByteArrayOutputStream firstBytes = new ByteArrayOutputStream(0);
  private boolean recognised;

  /** The pieces this reader finds. */
  EventPieces(int status, HttpHeaders headers, Link link, StreamReader reader, FailureJudge judge) {
    this.status = status;
    this.headers = headers;
    this.link = link;
    this.reader = reader;
    this.judge = judge;
  }

  /** More of the stream; what came before must have been read to its end. */
  void feed(ByteBuffer chunk) {
    if (!recognised) {
      byte[] kept = new byte[Math.min(chunk.remaining(), MOST_FIRST_BYTES - firstBytes.size())];
      chunk.duplicate().get(kept);
      firstBytes.writeBytes(kept);
    }
    events.feed(chunk);
  }

  /** Nothing follows. */
  void end() {
    events.end();
  }

  @Override
  public boolean next(Consumer<Piece> pieces) {
    if (events.next()) {
      read(events.type(), pieces);
      return true;
    }
    if (events.tooLong()) {
      throw failed(FailureKind.MALFORMED, "an event of the stream is longer than 5 MB");
    }
    return false;
  }

  private void read(String type, Consumer<Piece> pieces) {
    if (type.equals("error")) {
      throw new ProviderException(judge.ofErrorEvent(events.data(), headers, link));
    }
    if (events.says(DONE)) {
      recognise();
      reader.done();
      return;
    }
    Optional<JsonNode> json = events.json().filter(JsonNode::isContainerNode);
    if (json.isEmpty()) {
      return;
    }
    Optional<Failure> failure = judge.inside(json.get(), headers, link);
    if (failure.isPresent()) {
      throw new ProviderException(failure.get());
    }
    recognise();
    reader.read(type, json.get(), pieces);
  }

  private void recognise() {
    recognised = true;
    firstBytes.reset();
  }

  /** Whether there was an event at all that meant something. */
  boolean recognised() {
    return recognised;
  }

  /** What came, as an answer that was no stream. */
  WireAnswer asAnswer(Ending ending) {
    return new WireAnswer(status, headers, firstBytes.toByteArray(), ending);
  }

  @Override
  public boolean finished() {
    return reader.finished();
  }

  @Override
  public boolean ended() {
    return reader.ended();
  }

  @Override
  public Usage usage() {
    return reader.usage();
  }

  @Override
  public Reply reply() {
    return reply(Ending.WHOLE);
  }

  /**
   * The whole answer, when the stream ended so.
   *
   * @throws ProviderException when that was before the model came to its end, or it is of no use
   */
  Reply reply(Ending ending) {
    if (reader.finished()) {
      return reader.reply();
    }
    throw switch (ending) {
      case WHOLE -> failed(FailureKind.TRUNCATED, "the stream ended before the answer did");
      case CUT -> failed(FailureKind.TRUNCATED, "the connection was lost in the answer");
      case UNREADABLE ->
          failed(FailureKind.MALFORMED, "the stream is too large or cannot be decoded");
    };
  }

  private ProviderException failed(FailureKind kind, String message) {
    return new ProviderException(Failure.of(kind, status, message));
  }
}
