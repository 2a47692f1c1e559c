package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireSample;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTransportConnectionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final VirtualTime time = new VirtualTime();
  private final HttpTransport transport = new HttpTransport(time, time);
  private final Calls calls = Calls.on(time);
  private final WireServer server = WireServer.start();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void usesOneConnectionForCallsInTurn() throws Exception {
    server.answer("openai/ok-plain.json");

    for (int call = 0; call < 100; call++) {
      send(server.uri("/v1"));
    }

    assertThat(server.requests()).hasSize(100);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsOnceMoreWhenUsedConnectionWasClosedWhileIdle() throws Exception {
    server.answer(
        WireReply.of("openai/ok-plain.json"),
        WireReply.closeBeforeAnswer(),
        WireReply.of("openai/ok-plain.json"));
    ProviderCall call = calls.call();

    send(server.uri("/v1"));
    WireAnswer answer = await(call, Calls.ask(server.uri("/v1")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.connections()).isEqualTo(2);
    assertThat(call.calls()).isZero();
  }

  @Test
  void sendsOnceMoreWhenUsedConnectionIsReset() throws Exception {
    server.answer(
        WireReply.of("openai/ok-plain.json"),
        WireReply.resetAfterRequest(),
        WireReply.of("openai/ok-plain.json"));

    send(server.uri("/v1"));
    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void sendsNoThirdTime() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json"), WireReply.closeBeforeAnswer());

    send(server.uri("/v1"));
    Throwable failure = failureOf(server.uri("/v1"));

    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void doesNotSendAgainOnNewConnection() {
    server.answer(WireReply.closeBeforeAnswer(), WireReply.of("openai/ok-plain.json"));

    Throwable failure = failureOf(server.uri("/v1"));

    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void doesNotSendAgainWhatTheUpstreamTookTimeOver() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json"), WireReply.closeBeforeAnswer());
    send(server.uri("/v1"));
    server.hold();

    var sent = transport.send(calls.call(), Calls.ask(server.uri("/v1"))).toCompletableFuture();
    server.awaitRequests(2, SOON);
    time.pass(Duration.ofSeconds(3));
    server.release();

    assertThat(catchThrowable(() -> sent.get(20, TimeUnit.SECONDS)))
        .hasCauseInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void callsGoOnWhenTheUpstreamClosesIdleConnections() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json").closing());

    for (int call = 0; call < 5; call++) {
      assertThat(send(server.uri("/v1")).status()).isEqualTo(200);
    }

    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void neverTakesLeftoversOfOneAnswerForTheNext() throws Exception {
    server.answer(answerWithMoreBehind("{\"a\":1}"), WireReply.of("openai/ok-plain.json"));

    WireAnswer first = send(server.uri("/v1"));
    WireAnswer second = send(server.uri("/v1"));

    assertThat(first.body()).asString().isEqualTo("{\"a\":1}");
    assertThat(second.body()).isEqualTo(WireSample.of("openai/ok-plain.json").body());
  }

  /** The next request is waiting for the connection before it is looked at once more. */
  @Test
  void neverTakesLeftoversThatWaitInTheSocketForTheNextAnswer() throws Exception {
    // More than is read together with the headers, so that what is behind stays where it is.
    String body = "\"" + "x".repeat(20_000) + "\"";
    server.answer(answerWithMoreBehind(body), WireReply.of("openai/ok-plain.json"));

    WireAnswer second = secondOfTwo(transport, calls, Calls.ask(server.uri("/v1")));

    assertThat(second.body()).isEqualTo(WireSample.of("openai/ok-plain.json").body());
    assertThat(server.connections()).isEqualTo(2);
  }

  /** Sends twice; the second is sent by the thread that brings the first answer. */
  static WireAnswer secondOfTwo(HttpTransport transport, Calls calls, WireRequest request)
      throws Exception {
    return transport
        .send(calls.call(), request)
        .thenCompose(first -> transport.send(calls.call(), request))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  /** An answer that announces less than it sends. */
  static WireReply answerWithMoreBehind(String body) {
    String forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    return WireReply.json(body + forged).header("Content-Length", "" + body.length());
  }

  @Test
  void cancellingBeforeTheAnswerClosesTheConnection() {
    server.answer("compatible/transport-caller-cancelled.json");
    ProviderCall call = calls.call();
    var sent = transport.send(call, Calls.ask(server.uri("/v1"))).toCompletableFuture();
    server.awaitRequests(1, SOON);

    call.cancel();

    server.awaitClosed(SOON);
    assertThat(catchThrowable(sent::join)).hasRootCauseInstanceOf(CancellationException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void cancellingWithinTheBodyClosesTheConnection() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json").stallingAfter(10));
    ProviderCall call = calls.call();
    var sent = transport.send(call, Calls.ask(server.uri("/v1"))).toCompletableFuture();
    time.awaitTasks(2);

    call.cancel();

    server.awaitClosed(SOON);
    assertThat(catchThrowable(sent::join)).hasRootCauseInstanceOf(CancellationException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsNothingForCallThatWasGivenUpBefore() {
    ProviderCall call = calls.call();
    call.cancel();

    var sent = transport.send(call, Calls.ask(server.uri("/v1"))).toCompletableFuture();

    assertThat(catchThrowable(sent::join)).hasRootCauseInstanceOf(CancellationException.class);
    assertThat(server.connections()).isZero();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void cancellingAfterTheAnswerHarmsNobody() throws Exception {
    server.answer("openai/ok-plain.json");
    ProviderCall call = calls.call();
    await(call, Calls.ask(server.uri("/v1")));

    call.cancel();
    send(server.uri("/v1"));

    assertThat(server.connections()).isEqualTo(1);
  }

  private WireAnswer send(URI uri) throws Exception {
    return await(calls.call(), Calls.ask(uri));
  }

  private WireAnswer await(ProviderCall call, WireRequest request) throws Exception {
    return transport.send(call, request).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Throwable failureOf(URI uri) {
    Throwable failure = catchThrowable(() -> send(uri));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    return failure.getCause();
  }
}
