package io.llmfailover.provider;

import io.llmfailover.provider.WireAnswer.Ending;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport whose answer a test gives bit by bit. Each request replaces the one before. */
final class HandFed implements Transport {
  private BodyFlow into;
  private CompletableFuture<WireAnswer> over;
  private HttpHeaders headers;
  private int status;
  private int requests;
  private boolean closed;

  @Override
  public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
    throw new AssertionError("a stream is asked for");
  }

  @Override
  public CompletionStage<WireAnswer> stream(ProviderCall call, WireRequest request, BodyFlow flow) {
    requests++;
    into = flow;
    over = new CompletableFuture<>();
    CompletableFuture<WireAnswer> mine = over;
    call.onCancel(
        () -> {
          closed = true;
          mine.completeExceptionally(new CancellationException());
        });
    return over.minimalCompletionStage();
  }

  /** 200, a stream of events. */
  HandFed begin() {
    return begin(200, "text/event-stream; charset=utf-8");
  }

  HandFed begin(int given, String type) {
    status = given;
    headers =
        HttpHeaders.of(
            type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type)), (n, v) -> true);
    if (!into.begins(status, headers)) {
      into = null;
    }
    return this;
  }

  /** These bytes, without any framing. */
  CompletionStage<?> raw(String bytes) {
    return into.chunk(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
  }

  /** One event with this data, single quotes for double ones. */
  CompletionStage<?> event(String data) {
    return raw("data: " + data.replace('\'', '"') + "\n\n");
  }

  CompletionStage<?> text(String words) {
    return event("{'choices':[{'delta':{'content':'" + words + "'}}]}");
  }

  CompletionStage<?> finish() {
    return event("{'choices':[{'delta':{},'finish_reason':'stop'}]}");
  }

  void end(Ending ending) {
    over.complete(new WireAnswer(status, headers, new byte[0], ending));
  }

  /** The end of a body that was not wanted in chunks. */
  void whole(String body) {
    if (into != null) {
      throw new AssertionError("wanted in chunks");
    }
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    over.complete(new WireAnswer(status, headers, bytes, Ending.WHOLE));
  }

  void lose(IOException failure) {
    over.completeExceptionally(failure);
  }

  /** Whether the request was given up. */
  boolean closed() {
    return closed;
  }

  int requests() {
    return requests;
  }
}
