package io.llmfailover.provider;

import io.llmfailover.provider.ContentCoding.Decoded;
import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.core5.http.nio.CapacityChannel;

/**
 * Collects one body, piece by piece, up to a limit. What came stays readable when the connection is
 * lost in the middle. Used by one connection's thread at a time; never blocks it.
 */
final class BodyCollector implements IncomingBody {
  private static final int FIRST_GUESS = 4096;

  /** An announced length is believed up to here; it costs memory before a byte has come. */
  private static final int MOST_BELIEVED = 64 * 1024;

  /** As many times what has come is believed then. */
  private static final long BELIEVED_FURTHER = 32;

  private final WireHead head;
  private final long announced;
  private final int limit;
  private final Runnable onTooLong;
  private final BodyFlow into; // null unless the body is handed on
  private final boolean encoded;
  private byte[] collected;
  private int length;
  private boolean tooLong;

  /**
   * Starts with nothing collected.
   *
   * @param head status and headers of the answer
   * @param announced the body's length in bytes, if somebody said; otherwise negative
   * @param limit bytes kept at most
   * @param onTooLong told once when there is more than the limit; nothing follows
   */
  BodyCollector(WireHead head, long announced, int limit, Runnable onTooLong) {
    this(head, announced, limit, onTooLong, Optional.empty());
  }

  private BodyCollector(
      WireHead head, long announced, int limit, Runnable onTooLong, Optional<BodyFlow> into) {
    this.head = head;
    this.announced = announced;
    this.limit = limit;
    this.onTooLong = onTooLong;
    this.into = into.orElse(null);
    this.encoded = ContentCoding.encoded(head.headers());
    this.collected = new byte[announced < 0 ? FIRST_GUESS : believed(announced)];
  }

  private static int believed(long announced) {
    return (int) Math.min(announced, MOST_BELIEVED);
  }

  /** The same for a body that is handed on in one chunk when all of it has come. */
  static BodyCollector handingOn(
      BodyFlow into, WireHead head, long announced, int limit, Runnable onTooLong) {
    return new BodyCollector(head, announced, limit, onTooLong, Optional.of(into));
  }

  @Override
  public void take(ByteBuffer piece) {
    if (tooLong) {
      return;
    }
    int more = piece.remaining();
    if (more > limit - length) {
      tooLong = true;
      onTooLong.run();
      return;
    }
    if (more > collected.length - length) {
      collected = Arrays.copyOf(collected, roomFor(length + more));
    }
    piece.get(collected, length, more);
    length += more;
  }

  private int roomFor(int needed) {
    if (announced >= needed) {
      return (int) Math.min(Math.min(announced, limit), BELIEVED_FURTHER * needed);
    }
    int enough = Math.max(needed, FIRST_GUESS);
    return Math.max(enough, Math.min(limit, 2 * length));
  }

  @Override
  public void readOn(CapacityChannel more) throws IOException {
    more.update(Integer.MAX_VALUE);
  }

  @Override
  public boolean encoded() {
    return encoded;
  }

  @Override
  public CompletionStage<WireAnswer> answer(Ending ending) {
    byte[] body = length == collected.length ? collected : Arrays.copyOf(collected, length);
    WireAnswer answer = encoded ? decoded(body, ending) : answer(body, ending);
    if (into == null) {
      return CompletableFuture.completedFuture(answer);
    }
    return handOn(answer);
  }

  private WireAnswer decoded(byte[] body, Ending ending) {
    Decoded decoded = ContentCoding.decode(head.headers(), body, limit);
    boolean unreadable = ending == Ending.WHOLE && !decoded.whole();
    return answer(decoded.bytes(), unreadable ? Ending.UNREADABLE : ending);
  }

  private WireAnswer answer(byte[] body, Ending ending) {
    return new WireAnswer(head.status(), head.headers(), body, ending);
  }

  /** Hands the body on in one chunk, if it is one. */
  private CompletionStage<WireAnswer> handOn(WireAnswer answer) {
    if (answer.ending() == Ending.UNREADABLE) {
      return CompletableFuture.completedFuture(answer.withoutBody());
    }
    return into.chunk(ByteBuffer.wrap(answer.body())).thenApply(taken -> answer.withoutBody());
  }
}
