package io.llmfailover.upstream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Function;

/** What a {@link WireServer} says to the requests of one kind. Thread-safe. */
public final class WireRoute {
  private final Deque<WireReply> queue = new ArrayDeque<>();
  private Function<ReceivedRequest, WireReply> always;

  WireRoute(WireReply first) {
    always = request -> first;
  }

  /** Says these in turn, and the last of them to all that follow. */
  public synchronized WireRoute answer(WireReply... inTurn) {
    queue.clear();
    queue.addAll(Arrays.asList(inTurn).subList(0, inTurn.length - 1));
    WireReply last = inTurn[inTurn.length - 1];
    always = request -> last;
    return this;
  }

  /** Says these samples in turn, and the last of them to all that follow. */
  public WireRoute answer(String... samples) {
    return answer(Arrays.stream(samples).map(WireReply::of).toArray(WireReply[]::new));
  }

  /** Says what the function says. */
  public synchronized WireRoute answer(Function<ReceivedRequest, WireReply> each) {
    queue.clear();
    always = each;
    return this;
  }

  WireReply replyTo(ReceivedRequest request) {
    Function<ReceivedRequest, WireReply> otherwise;
    synchronized (this) {
      WireReply next = queue.poll();
      if (next != null) {
        return next;
      }
      otherwise = always;
    }
    return otherwise.apply(request);
  }
}
