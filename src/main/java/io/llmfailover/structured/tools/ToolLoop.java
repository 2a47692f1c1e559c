package io.llmfailover.structured.tools;

import io.llmfailover.Answer;
import io.llmfailover.Deadline;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.Message;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.Timer;
import io.llmfailover.ToolChoice;
import io.llmfailover.ToolRoundsExceededException;
import io.llmfailover.failover.Stage.Onward;
import io.llmfailover.structured.tools.ToolStage.RoundBounds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The rounds of one generation: the chain is asked; the tools the model asks for are run, one after
 * another, on the caller's terms; their results are added to the conversation, and the chain is
 * asked again. Results live in the conversation alone, so a call that has run is never run again,
 * whichever link goes on.
 *
 * <p>An answer with a call of a tool that is not run here is given to the caller as it is, and
 * nothing of that round is run.
 */
final class ToolLoop {
  private final Toolset tools;
  private final Executor callers;
  private final RoundSink sink;
  private final Onward onward;
  private final RoundBounds bounds;
  private final RoundsSoFar rounds = new RoundsSoFar();
  private final CompletableFuture<Answer> result = new CompletableFuture<>();

  private volatile CompletableFuture<Answer> walk;
  private volatile Timer.Scheduled watch = () -> {};

  // Rounds follow one another.
  private Prompt prompt;
  private int toolRounds;

  ToolLoop(
      Prompt prompt,
      Toolset tools,
      Executor callers,
      PieceSink sink,
      Onward onward,
      RoundBounds bounds) {
    this.prompt = tools.offeredIn(prompt);
    this.tools = tools;
    this.callers = callers;
    this.sink = new RoundSink(sink);
    this.onward = onward;
    this.bounds = bounds;
  }

  /** Starts the first round. */
  CompletableFuture<Answer> start() {
    result.whenComplete(
        (answer, failure) -> {
          watch.cancel();
          if (result.isCancelled() && walk != null) {
            walk.cancel(true);
          }
        });
    ask();
    return result;
  }

  private void ask() {
    CompletableFuture<Answer> asked = onward.ask(prompt, sink);
    walk = asked;
    if (result.isDone()) {
      // Given up while it was being asked.
      asked.cancel(true);
    }
    asked.whenComplete(
        (answer, failure) -> {
          try {
            if (failure == null) {
              answered(answer);
            } else {
              failed(failure);
            }
          } catch (RuntimeException | Error internal) {
            // Whatever happens, somebody waits for this generation: it must not hang.
            result.completeExceptionally(internal);
          }
        });
  }

  private void failed(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof CancellationException) {
      result.cancel(true);
    } else if (cause instanceof LlmException end) {
      result.completeExceptionally(EndOfRounds.with(rounds.attemptsAnd(end.attempts()), end));
    } else {
      result.completeExceptionally(cause);
    }
  }

  private void answered(Answer answer) {
    rounds.add(answer);
    if (!tools.canRun(answer.toolCalls())) {
      deliver(answer);
      return;
    }
    if (prompt.toolChoice().equals(ToolChoice.NONE)) {
      ToolLog.roundsExceeded(toolRounds, answer.id());
      result.completeExceptionally(new ToolRoundsExceededException(toolRounds, rounds.attempts()));
      return;
    }
    toolRounds++;
    sink.nextRound();
    watchTime();
    ToolTurn turn = new ToolTurn(tools, answer, prompt.messages());
    forCaller(() -> runNext(turn));
  }

  private void deliver(Answer last) {
    Answer answer = rounds.answer(last, sink.listening());
    sink.handOnHeld()
        .whenComplete(
            (done, thrown) -> {
              if (thrown == null) {
                result.complete(answer);
              } else {
                // As when a sink throws amid a stream.
                result.cancel(true);
              }
            });
  }

  /** Runs the next call of this turn, or asks again when there is none. */
  private void runNext(ToolTurn turn) {
    if (result.isDone()) {
      return;
    }
    if (end().passed()) {
      expire();
      return;
    }
    if (turn.isDone()) {
      watch.cancel();
      goOn(turn.messages());
      return;
    }
    turn.runNext()
        .whenComplete(
            (done, error) ->
                forCaller(
                    () -> {
                      if (error != null) {
                        throw (Error) unwrapped(error);
                      }
                      runNext(turn);
                    }));
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private void goOn(List<Message> turn) {
    Duration left = end().remaining();
    if (left.isZero()) {
      expire();
      return;
    }
    prompt =
        prompt.toBuilder()
            .messages(turn)
            .deadline(left)
            .toolChoice(toolRounds < bounds.rounds() ? ToolChoice.AUTO : ToolChoice.NONE)
            .build();
    ask();
  }

  /** Time is up, also for the rounds that were to come. A tool that runs is let run to its end. */
  private void expire() {
    result.completeExceptionally(
        new DeadlineExceededException(
            "The deadline passed while tools were run.", rounds.attempts()));
  }

  private Deadline end() {
    return sink.listening() ? bounds.streamed() : bounds.whole();
  }

  private void watchTime() {
    watch = bounds.timer().schedule(end().remaining(), () -> forCaller(this::expire));
    if (result.isDone()) {
      watch.cancel();
    }
  }

  /** With the caller's security and context; what it throws is his. */
  private void forCaller(Runnable task) {
    try {
      callers.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException | Error thrown) {
              result.completeExceptionally(thrown);
              throw thrown;
            }
          });
    } catch (RejectedExecutionException stopping) {
      result.completeExceptionally(new GenerationCancelledException(rounds.attempts()));
    }
  }
}
