package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** An application's way to an engine past a stage, as through the interceptor. */
public final class StagedDoor {
  private final Door door;

  /**
   * A door.
   *
   * @param callers runs what is run for callers who do not wait
   */
  public StagedDoor(Engine engine, Stage stage, Executor callers) {
    this.door = new Door(engine, AnswerTypes.NONE, List.of(stage), () -> callers);
  }

  /** Waits for the answer; what is run for the caller runs on this thread. */
  public Answer ask(Prompt prompt) throws InterruptedException {
    CallersThread here = new CallersThread();
    try {
      return here.await(door.whole("", prompt, here));
    } catch (ExecutionException ended) {
      throw (RuntimeException) ended.getCause();
    }
  }

  /** Does not wait. */
  public CompletableFuture<Answer> later(Prompt prompt) {
    return door.whole("", prompt);
  }

  /** Asks for pieces. */
  public CompletableFuture<Answer> streamed(Prompt prompt, PieceSink sink) {
    return door.streamed("", prompt, sink);
  }
}
