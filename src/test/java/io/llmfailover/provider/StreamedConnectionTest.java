package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireSample;
import io.llmfailover.upstream.WireServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over real connections. */
@Timeout(90)
class StreamedConnectionTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FINISH =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  private final VirtualTime time = new VirtualTime();
  private final WireServer server = WireServer.start();
  private final TakenPieces taken = new TakenPieces();
  private final Calls calls = Calls.on(time);
  private final ProviderCall call = calls.streaming(taken);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpTransport transport = new HttpTransport(time, time);
  private final HttpCaller caller =
      new HttpCaller(
          transport,
          new Dialects(List.of(new PlainDialect(server.uri("/v1")))),
          new FailureJudge(Clock.systemUTC()),
          time,
          time,
          () -> 1,
          threads);

  @AfterEach
  void close() {
    transport.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void asksForEventsOrJson() throws Exception {
    server.answer(stream(text("a") + FINISH).chunked());

    said(ask(call));

    assertThat(server.requests().get(0).header("accept"))
        .isEqualTo("text/event-stream, application/json");
  }

  @Test
  void readsTheSameTextFromSingleBytes() throws Exception {
    Gate open = new Gate();
    open.open();
    WireReply reply = WireReply.of("compatible/compatible-stream-crlf-multibyte.sse");
    server.answer(reply.through(open).chunked(), reply.untilClose(), reply.gzipped());

    String expected = "Grüße 👋";
    for (int call = 0; call < 3; call++) {
      assertThat(said(ask(calls.streaming(new TakenPieces()))).text()).isEqualTo(expected);
    }
    assertThat(WireSample.of("compatible/compatible-stream-crlf-multibyte.sse").text())
        .contains("\r\n");
  }

  @Test
  void handsPieceOnBeforeTheNextIsSent() throws Exception {
    Gate gate = new Gate();
    server.answer(stream(text("a") + text("b") + FINISH).through(gate).chunked());
    CompletableFuture<Reply> reply = ask(call);

    gate.letPass(text("a").length());
    taken.awaitFirst();
    String first = taken.text();
    gate.open();

    assertThat(first).isEqualTo("a");
    assertThat(said(reply).text()).isEqualTo("ab");
  }

  @Test
  void usesTheConnectionAgainAfterItsStreams() throws Exception {
    server.answer(stream(text("a") + FINISH).chunked());

    for (int call = 0; call < 20; call++) {
      said(ask(calls.streaming(new TakenPieces())));
      time.awaitTasks(0);
    }

    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void closesConnectionThatStaysOpenAfterTheMarkOfTheEnd() throws Exception {
    String body = text("a") + FINISH;
    server.answer(stream(body + "\n").chunked().stallingAfter(body.length()));

    Reply reply = said(ask(call));
    time.pass(Duration.ofSeconds(10));

    assertThat(reply.text()).isEqualTo("a");
    server.awaitClosed(SOON);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsOnceMoreWhenUsedConnectionWasClosedWhileIdle() throws Exception {
    server.answer(
        stream(text("a") + FINISH).chunked(),
        WireReply.closeBeforeAnswer(),
        stream(text("b") + FINISH).chunked());
    said(ask(calls.streaming(new TakenPieces())));
    time.awaitTasks(0);

    Reply second = said(ask(call));

    assertThat(second.text()).isEqualTo("b");
    assertThat(call.calls()).isEqualTo(1);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void repeatsWhenTheConnectionIsResetBeforeAnything() {
    server.answer(WireReply.resetAfterRequest());

    Throwable failure = thrownBy(ask(call));

    assertThat(failure).isInstanceOf(RepeatableProviderException.class);
    assertThat(verdict(failure).kind()).isEqualTo(FailureKind.CONNECTION);
  }

  @Test
  void repeatsWhenTheConnectionIsLostBeforeTheFirstEvent() {
    server.answer(stream("").chunkedWithoutEnd());

    Throwable failure = thrownBy(ask(call));

    assertThat(failure).isInstanceOf(RepeatableProviderException.class);
    assertThat(verdict(failure).kind()).isEqualTo(FailureKind.CONNECTION);
  }

  @Test
  void neverTakesStreamThatWasCutForWhole() {
    server.answer(stream(text("half an ans")).chunkedWithoutEnd());

    Throwable failure = thrownBy(ask(call));

    assertThat(taken.text()).isEqualTo("half an ans");
    assertThat(failure).isExactlyInstanceOf(ProviderException.class);
    assertThat(verdict(failure).kind()).isEqualTo(FailureKind.TRUNCATED);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void cancellingBeforeTheHeadClosesTheConnection() {
    server.answer(WireReply.silence());
    CompletableFuture<Reply> reply = ask(call);
    server.awaitRequests(1, SOON);

    call.cancel();

    server.awaitClosed(SOON);
    assertThat(thrownBy(reply)).isExactlyInstanceOf(ProviderException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void cancellingWithinTheStreamClosesTheConnection() throws Exception {
    server.answer(stream(text("a") + text("b")).chunked().stallingAfter(text("a").length()));
    ask(call);
    taken.awaitFirst();

    call.cancel();

    server.awaitClosed(SOON);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void cancellingWhileTheTakerIsNotReadyClosesTheConnection() throws Exception {
    server.answer(stream(large()).chunked());
    taken.hold();
    ask(call);
    taken.awaitFirst();

    call.cancel();

    server.awaitClosed(SOON);
    assertThat(taken.pieces()).hasSize(1);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void readsNoFurtherWhileTheTakerIsNotReady() throws Exception {
    server.answer(stream(large() + FINISH).untilClose());
    taken.hold();
    CompletableFuture<Reply> reply = ask(call);
    taken.awaitFirst();

    Throwable stillSending = catchThrowable(() -> server.awaitClosed(Duration.ofSeconds(1)));
    time.pass(Duration.ofMinutes(5));
    int before = taken.pieces().size();
    taken.release();

    assertThat(stillSending).isInstanceOf(AssertionError.class);
    assertThat(before).isEqualTo(1);
    assertThat(said(reply).text()).hasSize(25_000_000);
  }

  @Test
  void takerThatBlocksHoldsUpNoOtherStream() throws Exception {
    server.answer(stream(text("a") + FINISH).chunked());
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch until = new CountDownLatch(1);
    CompletableFuture<Reply> blocked =
        ask(
            calls.streaming(
                new PieceTaker() {
                  @Override
                  public CompletionStage<?> take(Piece piece) {
                    stuck.countDown();
                    try {
                      until.await();
                    } catch (InterruptedException stopped) {
                      Thread.currentThread().interrupt();
                    }
                    return CompletableFuture.completedFuture(null);
                  }

                  @Override
                  public void used(Usage soFar) {}
                }));
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();

    Reply other = said(ask(call));
    boolean early = blocked.isDone();
    until.countDown();

    assertThat(other.text()).isEqualTo("a");
    assertThat(early).isFalse();
    assertThat(said(blocked).text()).isEqualTo("a");
  }

  @Test
  void timesOutWhenTheHeadIsFollowedBySilence() {
    server.answer("compatible/transport-first-token-timeout.json");
    CompletableFuture<Reply> reply = ask(call);
    server.awaitRequests(1, SOON);

    time.pass(Duration.ofSeconds(10));

    assertThat(verdict(thrownBy(reply)).kind()).isEqualTo(FailureKind.TIMEOUT);
    server.awaitClosed(SOON);
    assertThat(time.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000_000, 6_000_000})
  void refusesEventOfFiveMegabytes(int length) {
    server.answer(stream(text("x".repeat(length)) + FINISH).chunked());

    assertThat(verdict(thrownBy(ask(call))).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(taken.pieces()).isEmpty();
  }

  @Test
  void refusesStreamBeyondTheLimit() {
    String body = large() + text("x".repeat(4_500_000)).repeat(3);
    server.answer(stream(body + FINISH).chunked());

    assertThat(verdict(thrownBy(ask(call))).kind()).isEqualTo(FailureKind.MALFORMED);
    server.awaitClosed(SOON);
  }

  @Test
  void refusesGzipBomb() {
    server.answer(stream("").body(new byte[HttpTransport.MOST_BODY + 1]).gzipped());

    assertThat(verdict(thrownBy(ask(call))).kind()).isEqualTo(FailureKind.MALFORMED);
  }

  @Test
  void refusesEncodingThatLies() {
    server.answer(stream(text("a") + FINISH).header("Content-Encoding", "gzip"));

    assertThat(verdict(thrownBy(ask(call))).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(taken.pieces()).isEmpty();
  }

  @Test
  void refusesWebPage() {
    WireReply page = WireReply.status(200).header("Content-Type", "text/html");
    server.answer(page.body("<html>Sign in</html>".getBytes(StandardCharsets.UTF_8)));

    assertThat(verdict(thrownBy(ask(call))).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(verdict(thrownBy(ask(call))).scope()).isEqualTo(Failure.Scope.PROVIDER);
  }

  @Test
  void readsAnswerOfServerThatKnowsNoStreams() throws Exception {
    server.answer(WireReply.json("{\"choices\":[{\"message\":{\"content\":\"whole\"}}]}"));

    Reply reply = said(ask(call));

    assertThat(reply.text()).isEqualTo("whole");
    assertThat(taken.text()).isEqualTo("whole");
  }

  @Test
  void neverFollowsRedirectNorSendsTheKeyThere() {
    try (WireServer elsewhere = WireServer.start()) {
      server.answer(WireReply.redirect(307, elsewhere.uri("/steal").toString()));

      Throwable failure = thrownBy(ask(call));

      assertThat(verdict(failure).status()).isEqualTo(307);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  private static WireReply stream(String body) {
    return WireReply.status(200)
        .header("Content-Type", "text/event-stream")
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String words) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + words + "\"}}]}\n\n";
  }

  /** 25 MB of text: more than the buffers between two sockets hold. */
  private static String large() {
    return text("x".repeat(100_000)).repeat(250);
  }

  private CompletableFuture<Reply> ask(ProviderCall asked) {
    return caller.ask(asked, true).toCompletableFuture();
  }

  private static Reply said(CompletableFuture<Reply> reply) throws Exception {
    return reply.get(30, TimeUnit.SECONDS);
  }

  private static Throwable thrownBy(CompletableFuture<Reply> reply) {
    Throwable thrown = catchThrowable(() -> said(reply));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  private static Failure verdict(Throwable thrown) {
    return ((ProviderException) thrown).failure();
  }
}
