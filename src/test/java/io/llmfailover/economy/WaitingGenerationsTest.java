package io.llmfailover.economy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.upstream.WireReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WaitingGenerationsTest {
  private static final int GENERATIONS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The walkers, the transport's own and the common pool's, on machines with many cores too. */
  private static final int FEW = 24 + Runtime.getRuntime().availableProcessors();

  private final LoopbackGateway gateway = new LoopbackGateway("openai/model");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void waitingGenerationsHoldNoThread() throws Exception {
    gateway.upstream().hold();
    long before = ownThreads();

    List<CompletableFuture<Answer>> waiting = started(this::generation);
    gateway.upstream().awaitRequests(GENERATIONS, PATIENCE);
    long meanwhile = ownThreads();
    gateway.upstream().release();
    endAll(waiting);

    assertThat(meanwhile - before).isLessThan(FEW);
  }

  @Test
  void waitingStreamsHoldNoThread() throws Exception {
    gateway.upstream().onPath("/openai/").answer("openai/stream-plain.sse");
    gateway.upstream().hold();
    long before = ownThreads();

    List<CompletableFuture<Answer>> waiting = started(this::stream);
    gateway.upstream().awaitRequests(GENERATIONS, PATIENCE);
    long meanwhile = ownThreads();
    gateway.upstream().release();
    endAll(waiting);

    assertThat(meanwhile - before).isLessThan(FEW);
  }

  @Test
  void answeredGenerationsLeaveNoTimer() throws Exception {
    endAll(started(this::generation));

    gateway.time().awaitTasks(0);
    assertThat(gateway.engine().inFlight()).isZero();
  }

  @Test
  void answeredStreamsLeaveNoTimer() throws Exception {
    gateway.upstream().onPath("/openai/").answer("openai/stream-plain.sse");

    endAll(started(this::stream));

    gateway.time().awaitTasks(0);
    assertThat(gateway.engine().inFlight()).isZero();
  }

  @Test
  void failedGenerationsLeaveNoTimer() throws Exception {
    gateway.upstream().onPath("/openai/").answer("openai/err-400-invalid-value.http");

    for (CompletableFuture<Answer> failed : started(this::generation)) {
      assertThat(failed).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
    }

    gateway.time().awaitTasks(0);
    assertThat(gateway.engine().inFlight()).isZero();
  }

  @Test
  void cancelledGenerationsLeaveNoTimer() throws Exception {
    gateway.upstream().onPath("/openai/").answer(WireReply.silence());
    List<CompletableFuture<Answer>> waiting = started(this::generation);
    gateway.upstream().awaitRequests(GENERATIONS, PATIENCE);

    waiting.forEach(generation -> generation.cancel(false));

    gateway.time().awaitTasks(0);
    gateway.upstream().awaitClosed(PATIENCE);
  }

  @Test
  void laterGenerationsFindTheThreadsOfEarlierOnes() throws Exception {
    endAll(started(this::generation));
    long before = ownThreads();

    for (int again = 0; again < 3; again++) {
      endAll(started(this::generation));
    }

    assertThat(ownThreads() - before).isLessThan(FEW / 2);
  }

  private CompletableFuture<Answer> generation() {
    return gateway.engine().generate("", Prompt.of("Habari?"));
  }

  private CompletableFuture<Answer> stream() {
    return gateway.engine().stream(gateway.engine().newId(), "", Prompt.of("Habari?"), piece -> {});
  }

  private static List<CompletableFuture<Answer>> started(Supplier<CompletableFuture<Answer>> each) {
    List<CompletableFuture<Answer>> started = new ArrayList<>();
    for (int i = 0; i < GENERATIONS; i++) {
      started.add(each.get());
    }
    return started;
  }

  private static void endAll(List<CompletableFuture<Answer>> generations) throws Exception {
    for (CompletableFuture<Answer> generation : generations) {
      assertThat(LoopbackGateway.ended(generation).text()).isNotBlank();
    }
  }

  /** The upstream in this test does hold a thread for each connection; those are not ours. */
  private static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("wire-"))
        .count();
  }
}
