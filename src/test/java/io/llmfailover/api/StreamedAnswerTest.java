package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.LlmException;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.Timer;
import io.llmfailover.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
  private static final String ID = "id-1";
  private static final Answer WHOLE = Answer.builder(ID, "openai", "gpt-4o").text("ab").build();
  private static final StreamStart START =
      new StreamStart(
          ID,
          "openai/gpt-4o",
          List.of(
              new Attempt.Failed(
                  "gemini/x", FailureKind.OVERLOADED, 503, "busy", 2, Duration.ofMillis(5))),
          1,
          List.of("seed was left out"));
  private static final LlmException BROKEN =
      new StreamBrokenException(FailureKind.CONNECTION, "cut", List.of());

  private final VirtualTime time = new VirtualTime();
  private final ManualThreads threads = new ManualThreads();
  private final TranscribedOutlet outlet = new TranscribedOutlet();
  private final EventPump pump = new EventPump(outlet, threads, time, time, Duration.ofSeconds(30));
  private final List<Throwable> refusals = new ArrayList<>();
  private final CompletableFuture<Answer> generation = new CompletableFuture<>();
  private StreamWriter writer = new PlainWriter();
  private PieceSink sink;

  /** Writes words, so that tests can read them. */
  private static class PlainWriter implements StreamWriter {
    @Override
    public void started(StreamStart start, EventSink events) {
      say("started " + start.link(), events);
    }

    @Override
    public void piece(Piece piece, EventSink events) {
      say(piece.text(), events);
    }

    @Override
    public boolean restart(EventSink events) {
      say("restart", events);
      return true;
    }

    @Override
    public void answered(Answer answer, EventSink events) {
      say("answered", events);
    }

    @Override
    public void failed(LlmException end, EventSink events) {
      say("failed " + Errors.kindOf(end).type(), events);
    }

    private static void say(String words, EventSink events) {
      events.event(words.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void begin() {
    StreamedAnswer answer = new StreamedAnswer(ID, writer, pump, time, threads, refusals::add);
    answer.begin(
        given -> {
          sink = given;
          return generation;
        });
    threads.run();
  }

  @Test
  void tellsInHeadersWhoAnswersAfterWhat() {
    begin();

    sink.started(START);
    threads.run();

    assertThat(outlet.headers())
        .containsEntry("x-request-id", ID)
        .containsEntry("x-llm-link", "openai/gpt-4o")
        .containsEntry("x-llm-attempts", "3")
        .containsEntry("x-llm-trail", "gemini/x=overloaded, openai/gpt-4o=answered")
        .containsEntry("x-llm-notice", "seed was left out")
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("X-Accel-Buffering", "no")
        .doesNotContainKey("x-llm-cost-usd");
  }

  @Test
  void sendsPiecesThenTheAnswerAndNothingAfter() {
    begin();
    sink.started(START);
    sink.accept(new Piece.Text("a"));
    threads.run();
    sink.accept(new Piece.Text("b"));
    generation.complete(WHOLE);
    threads.run();

    sink.accept(new Piece.Text("late"));
    assertThat(sink.restart()).isFalse();
    time.pass(Duration.ofMinutes(1));
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o", "a", "b", "answered");
    assertThat(outlet.heard()).endsWith("<end>").containsOnlyOnce("<end>");
    assertThat(refusals).isEmpty();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void dropsEvenBeatsThatAreDueWhileTheLastEventIsWritten() {
    List<Runnable> due = new ArrayList<>();
    writer =
        new PlainWriter() {
          @Override
          public void answered(Answer answer, EventSink events) {
            super.answered(answer, events);
            threads.run();
            time.pass(Heartbeat.SILENCE);
            List.copyOf(due).forEach(Runnable::run);
            threads.run();
          }
        };
    StreamedAnswer answer =
        new StreamedAnswer(
            ID, writer, pump, (delay, task) -> tooLateToCancel(due, task), threads, refusals::add);
    answer.begin(
        given -> {
          sink = given;
          return generation;
        });
    sink.started(START);
    threads.run();

    generation.complete(WHOLE);
    threads.run();

    assertThat(outlet.heard()).endsWith("data: answered\n\n", "<flush>", "<end>");
  }

  private static Timer.Scheduled tooLateToCancel(List<Runnable> due, Runnable task) {
    due.add(task);
    return () -> {};
  }

  @Test
  void refusesAsOrdinaryAnswerWhatFailsBeforeThePieces() {
    begin();

    generation.completeExceptionally(BROKEN);
    threads.run();

    assertThat(refusals).containsExactly(BROKEN);
    assertThat(outlet.heard()).isEmpty();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsInErrorEventWhatFailsAfterThePieces() {
    begin();
    sink.started(START);
    sink.accept(new Piece.Text("a"));

    generation.completeExceptionally(new CompletionException(BROKEN));
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o", "a", "failed stream_broken");
    assertThat(outlet.heard()).endsWith("<end>");
    assertThat(refusals).isEmpty();
  }

  @Test
  void sendsHeadersAloneAndCommentsWhenNobodyAnswersInTime() {
    begin();
    time.pass(StreamedAnswer.HEADERS_AFTER.minusMillis(1));
    threads.run();
    assertThat(outlet.heard()).isEmpty();

    time.pass(Duration.ofMillis(1));
    threads.run();

    assertThat(outlet.headers()).containsEntry("x-request-id", ID).doesNotContainKey("x-llm-link");
    assertThat(outlet.text()).isEqualTo(":\n\n");
  }

  @Test
  void tellsLateStartInEventsWhenHeadersAreOutAlready() {
    begin();
    time.pass(StreamedAnswer.HEADERS_AFTER);
    threads.run();

    sink.started(START);
    sink.accept(new Piece.Text("a"));
    generation.complete(WHOLE);
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o", "a", "answered");
    assertThat(outlet.headers()).doesNotContainKey("x-llm-link");
  }

  @Test
  void endsInErrorEventWhatFailsAfterHeadersAlone() {
    begin();
    time.pass(StreamedAnswer.HEADERS_AFTER);

    generation.completeExceptionally(BROKEN);
    threads.run();

    assertThat(said()).containsExactly("failed stream_broken");
    assertThat(refusals).isEmpty();
  }

  @Test
  void commentsTwiceAfterEachSilence() {
    begin();
    sink.started(START);
    threads.run();
    time.pass(Heartbeat.SILENCE.minusMillis(100));
    sink.accept(new Piece.Text("a"));
    threads.run();
    String before = outlet.text();

    time.pass(Heartbeat.SILENCE.minusMillis(1));
    threads.run();
    assertThat(outlet.text()).isEqualTo(before);
    time.pass(Duration.ofMillis(1));
    threads.run();
    assertThat(outlet.text()).isEqualTo(before + ":\n\n");
    time.pass(Heartbeat.ECHO);
    threads.run();
    assertThat(outlet.text()).isEqualTo(before + ":\n\n:\n\n");
    time.pass(Heartbeat.SILENCE);
    threads.run();

    assertThat(outlet.text()).isEqualTo(before + ":\n\n:\n\n:\n\n");
  }

  @Test
  void cancelsTheGenerationOfAClientThatWentAway() {
    begin();
    sink.started(START);
    threads.run();
    outlet.atNextWrite(
        () -> {
          throw new IOException("Broken pipe");
        });

    sink.accept(new Piece.Text("a"));
    threads.run();

    assertThat(generation).isCancelled();
    assertThat(sink.ready().toCompletableFuture()).isDone();
    assertThat(outlet.heard()).endsWith("<end>").containsOnlyOnce("<end>");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void missesASilentClientWithinASecond() {
    assertThat(Heartbeat.SILENCE.plus(Heartbeat.ECHO)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void beatsAsItsSurfaceDoes() {
    writer =
        new PlainWriter() {
          @Override
          public Beat beat() {
            return Beat.BEGUN_EVENT;
          }
        };
    begin();
    time.pass(StreamedAnswer.HEADERS_AFTER);
    threads.run();
    time.pass(Heartbeat.ECHO);
    threads.run();

    generation.complete(WHOLE);
    threads.run();

    assertThat(outlet.text()).isEqualTo("data:  started openai/gpt-4o\n\ndata: answered\n\n");
  }

  @Test
  void noticesInSilenceByItsHeartbeatThatTheClientWentAway() {
    begin();
    sink.started(START);
    threads.run();
    outlet.atNextWrite(
        () ->
            outlet.atNextWrite(
                () -> {
                  throw new IOException("Broken pipe");
                }));

    time.pass(Heartbeat.SILENCE);
    threads.run();
    time.pass(Heartbeat.ECHO);
    threads.run();

    assertThat(generation).isCancelled();
  }

  @Test
  void cancelsAGenerationThatIsStillBeginningWhenItsClientGoes() {
    StreamedAnswer answer = new StreamedAnswer(ID, writer, pump, time, threads, refusals::add);
    outlet.atNextWrite(
        () -> {
          throw new IOException("Broken pipe");
        });

    answer.begin(
        given -> {
          given.started(START);
          threads.run();
          return generation;
        });

    assertThat(generation).isCancelled();
  }

  @Test
  void saysNothingAfterTheClientIsGivenUp() {
    begin();
    sink.started(START);
    threads.run();
    pump.lose();
    threads.run();
    int heard = outlet.heard().size();

    sink.accept(new Piece.Text("late"));
    generation.complete(WHOLE);
    threads.run();

    assertThat(outlet.heard()).hasSize(heard);
    assertThat(refusals).isEmpty();
  }

  @Test
  void passesOnThatAStreamBeginsAnew() {
    begin();
    sink.started(START);
    sink.accept(new Piece.Text("a"));

    boolean takenBack = sink.restart();
    sink.accept(new Piece.Text("b"));
    generation.complete(WHOLE);
    threads.run();

    assertThat(takenBack).isTrue();
    assertThat(said()).containsExactly("started openai/gpt-4o", "a", "restart", "b", "answered");
  }

  @Test
  void announcesAnAnswerThatCameWithoutPieces() {
    begin();

    generation.complete(WHOLE);
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o", "answered");
    assertThat(outlet.headers()).containsEntry("x-llm-trail", "openai/gpt-4o=answered");
  }

  @Test
  void endsInErrorEventWhenAWriterFails() {
    writer =
        new PlainWriter() {
          @Override
          public void piece(Piece piece, EventSink events) {
            throw new IllegalStateException("a mistake");
          }
        };
    begin();
    sink.started(START);

    sink.accept(new Piece.Text("a"));
    sink.accept(new Piece.Text("b"));
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o", "failed internal_error");
    assertThat(generation).isCancelled();
    assertThat(outlet.heard()).endsWith("<end>");
  }

  @Test
  void endsTheStreamEvenWhenItsLastEventCannotBeWritten() {
    writer =
        new PlainWriter() {
          @Override
          public void answered(Answer answer, EventSink events) {
            throw new IllegalStateException("a mistake");
          }

          @Override
          public void failed(LlmException end, EventSink events) {
            throw new IllegalStateException("another");
          }
        };
    begin();
    sink.started(START);

    generation.complete(WHOLE);
    threads.run();

    assertThat(said()).containsExactly("started openai/gpt-4o");
    assertThat(outlet.heard()).endsWith("<end>");
  }

  @Test
  void asksForNoMoreWhileTooMuchWaits() {
    begin();
    sink.started(START);

    sink.accept(new Piece.Text("x".repeat(EventPump.HIGH_WATER)));

    assertThat(sink.ready().toCompletableFuture()).isNotDone();
    threads.run();
    assertThat(sink.ready().toCompletableFuture()).isDone();
  }

  private List<String> said() {
    return outlet
        .text()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }
}
