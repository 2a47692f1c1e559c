package io.llmfailover.provider.simulator;

import io.llmfailover.Timer;
import io.llmfailover.provider.BodyFlow;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireAnswer;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends the events of one stream at a speaker's pace, each when the one before was taken. */
final class ScriptedStream {
  /** Between two events, and so between two words. */
  static final Duration PACE = Duration.ofMillis(30);

  static final HttpHeaders HEADERS =
      HttpHeaders.of(Map.of("content-type", List.of("text/event-stream")), (name, value) -> true);

  /** What happens when all events were sent. */
  enum End {
    /** The body ends as it should. */
    WHOLE,
    /** The connection is lost. */
    CUT,
    /** Nothing, until the caller hangs up. */
    SILENCE
  }

  private final Iterator<String> events;
  private final End end;
  private final BodyFlow into;
  private final Timer timer;
  private final CompletableFuture<WireAnswer> over = new CompletableFuture<>();
  private volatile Timer.Scheduled next = () -> {};

  /** A stream of these events, each the data of one. */
  ScriptedStream(List<String> events, End end, BodyFlow into, Timer timer) {
    this.events = events.iterator();
    this.end = end;
    this.into = into;
    this.timer = timer;
  }

  /** Starts it; to be called once. */
  CompletionStage<WireAnswer> start(ProviderCall call) {
    call.onCancel(this::giveUp);
    if (into.begins(200, HEADERS)) {
      sendLater();
    } else {
      over.completeExceptionally(new IllegalStateException("events are not wanted"));
    }
    return over.minimalCompletionStage();
  }

  private void sendLater() {
    if (!over.isDone()) {
      next = timer.schedule(PACE, this::send);
    }
  }

  private void send() {
    if (over.isDone()) {
      return;
    }
    if (events.hasNext()) {
      String event = "data: " + events.next() + "\n\n";
      into.chunk(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)))
          .whenComplete((taken, never) -> sendLater());
      return;
    }
    if (end != End.SILENCE) {
      WireAnswer.Ending ending = end == End.CUT ? WireAnswer.Ending.CUT : WireAnswer.Ending.WHOLE;
      over.complete(new WireAnswer(200, HEADERS, new byte[0], ending));
    }
  }

  private void giveUp() {
    over.completeExceptionally(new CancellationException("the call was given up"));
    next.cancel();
  }
}
