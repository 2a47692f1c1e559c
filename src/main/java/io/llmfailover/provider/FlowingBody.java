package io.llmfailover.provider;

import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.core5.http.nio.CapacityChannel;

/**
 * Hands one body on as it comes, up to a limit. More is asked for when all before it was taken: a
 * slow taker slows the upstream down. What the client had read already by then waits here, which is
 * no more than the connection's buffer holds. Never blocks the connection's thread.
 */
final class FlowingBody implements IncomingBody {
  private static final byte[] NOTHING = {};

  private final WireHead head;
  private final BodyFlow into;
  private final int limit;
  private final Runnable onTooLong;
  private long length; // of the connection's thread alone

  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private boolean handing;
  private int owed;
  private CapacityChannel source; // null until the client stopped reading for the first time
  private final CompletableFuture<Void> allTaken = new CompletableFuture<>();
  private boolean over;

  /**
   * Starts with nothing handed on.
   *
   * @param limit bytes handed on at most
   */
  FlowingBody(WireHead head, BodyFlow into, int limit, Runnable onTooLong) {
    this.head = head;
    this.into = into;
    this.limit = limit;
    this.onTooLong = onTooLong;
  }

  @Override
  public void take(ByteBuffer piece) {
    if (length > limit) {
      return;
    }
    length += piece.remaining();
    if (length > limit) {
      onTooLong.run();
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(piece.remaining()).put(piece).flip();
    synchronized (waiting) {
      owed += copy.remaining();
      if (handing) {
        waiting.add(copy);
        return;
      }
      handing = true;
    }
    handOn(copy);
  }

  private void handOn(ByteBuffer first) {
    for (ByteBuffer next = first; next.hasRemaining(); next = next()) {
      CompletableFuture<?> taken = into.chunk(next).toCompletableFuture();
      if (!taken.isDone()) {
        taken.whenComplete((nothing, never) -> handOn(next()));
        return;
      }
    }
  }

  /** What is to be handed on next; empty when that was all, and more may be read. */
  private ByteBuffer next() {
    CapacityChannel more;
    int bytes;
    boolean last;
    synchronized (waiting) {
      ByteBuffer next = waiting.poll();
      if (next != null) {
        return next;
      }
      handing = false;
      more = source;
      bytes = more == null ? 0 : owed;
      owed -= bytes;
      last = over;
    }
    if (bytes > 0) {
      ask(more, bytes);
    }
    if (last) {
      allTaken.complete(null);
    }
    return ByteBuffer.allocate(0);
  }

  @Override
  public void readOn(CapacityChannel more) {
    int bytes;
    synchronized (waiting) {
      source = more;
      bytes = handing ? 0 : owed;
      owed -= bytes;
    }
    if (bytes > 0) {
      ask(more, bytes);
    }
  }

  private static void ask(CapacityChannel more, int bytes) {
    try {
      more.update(bytes);
    } catch (IOException lost) {
      // Whoever reads the connection is told so by itself.
    }
  }

  @Override
  public boolean encoded() {
    return false;
  }

  @Override
  public CompletionStage<WireAnswer> answer(Ending ending) {
    WireAnswer answer = new WireAnswer(head.status(), head.headers(), NOTHING, ending);
    synchronized (waiting) {
      over = true;
      if (!handing) {
        return CompletableFuture.completedFuture(answer);
      }
    }
    return allTaken.thenApply(nothing -> answer);
  }
}
