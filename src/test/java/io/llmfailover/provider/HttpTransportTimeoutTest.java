package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.Unreachable;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTransportTimeoutTest {
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
  void endsAtTheAttemptTimeoutWhenTheUpstreamNeverAnswers() {
    server.answer("compatible/transport-read-timeout.json");
    var sent = send(server.uri("/v1"));
    server.awaitRequests(1, SOON);

    time.pass(Duration.ofSeconds(59));
    boolean early = sent.isDone();
    time.pass(Duration.ofSeconds(1));

    assertThat(early).isFalse();
    assertThat(failureOf(sent))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no answer from 127.0.0.1 within PT1M");
    server.awaitClosed(SOON);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsAtTheDeadlineWhenThatComesFirst() {
    server.answer(WireReply.silence());
    var sent = send(calls.deadline(Duration.ofSeconds(5)), server.uri("/v1"));
    server.awaitRequests(1, SOON);

    time.pass(Duration.ofSeconds(5));

    assertThat(failureOf(sent))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no answer from 127.0.0.1 before the deadline");
    server.awaitClosed(SOON);
  }

  @Test
  void sendsNothingWhenTheDeadlineHasPassed() {
    Calls late = calls.deadline(Duration.ZERO);

    var sent = send(late, server.uri("/v1"));

    assertThat(failureOf(sent)).isInstanceOf(HttpTimeoutException.class);
    assertThat(server.connections()).isZero();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsAtTheAttemptTimeoutWhenHeadersAreFollowedBySilence() throws Exception {
    server.answer("compatible/transport-first-token-timeout.json");
    var sent = send(calls.attempt(Duration.ofSeconds(30)), server.uri("/v1"));
    server.awaitRequests(1, SOON);

    time.pass(Duration.ofSeconds(30));

    assertThat(failureOf(sent)).isInstanceOf(HttpTimeoutException.class);
    server.awaitClosed(SOON);
  }

  @Test
  void endsAtTheIdleTimeoutWhenTheBodyRests() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json").stallingAfter(100));
    var sent = send(server.uri("/v1"));
    time.awaitTasks(2);

    time.pass(Duration.ofSeconds(9));
    boolean early = sent.isDone();
    time.pass(Duration.ofSeconds(1));

    assertThat(early).isFalse();
    assertThat(failureOf(sent))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("the body from 127.0.0.1 rested for PT10S");
    server.awaitClosed(SOON);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsAtTheAttemptTimeoutWhenTheBodyTricklesForEver() throws Exception {
    server.answer(WireReply.json("{}").body(new byte[1_000_000]).trickling(Duration.ofMillis(5)));
    var sent = send(calls.attempt(Duration.ofSeconds(9)), server.uri("/v1"));
    time.awaitTasks(2);

    time.pass(Duration.ofSeconds(9));

    assertThat(failureOf(sent))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no whole body from 127.0.0.1 within PT9S");
    server.awaitClosed(SOON);
  }

  @Test
  void endsAtTheConnectTimeoutWhenNobodyAccepts() {
    try (Unreachable nobody = Unreachable.blackHole()) {
      var sent = send(calls.connect(Duration.ofMillis(300)), nobody.uri("/v1"));

      assertThat(failureOf(sent)).isInstanceOf(HttpConnectTimeoutException.class);
      assertThat(time.tasks()).isZero();
    }
  }

  @Test
  void endsAtTheConnectTimeoutWhenTheTlsHandshakeStalls() {
    try (Unreachable mute = Unreachable.mute()) {
      var sent = send(calls.connect(Duration.ofMillis(300)), mute.tlsUri("/v1"));

      assertThat(failureOf(sent)).isInstanceOf(HttpConnectTimeoutException.class);
      assertThat(time.tasks()).isZero();
    }
  }

  @Test
  void endsInTimeWhenTheResolverIsSilent() throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    HttpTransport slow =
        new HttpTransport(
            time,
            time,
            host -> {
              asked.countDown();
              try {
                silent.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    URI uri = URI.create("http://localhost:" + server.port() + "/v1");
    var sent = slow.send(calls.call(), Calls.ask(uri)).toCompletableFuture();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    time.pass(Duration.ofSeconds(60));

    assertThat(failureOf(sent))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no address of localhost within PT1M");
    silent.countDown();
    assertThat(server.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:%d/v1", "http://127.0.0.1:%d/v1"})
  void keepsNoTimerAfterTheAnswer(String address) throws Exception {
    server.answer("openai/ok-plain.json");

    var sent = send(URI.create(address.formatted(server.port())));

    assertThat(sent.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(time.tasks()).isZero();
  }

  private CompletableFuture<WireAnswer> send(URI uri) {
    return send(calls, uri);
  }

  private CompletableFuture<WireAnswer> send(Calls how, URI uri) {
    return transport.send(how.call(), Calls.ask(uri)).toCompletableFuture();
  }

  private static Throwable failureOf(CompletableFuture<WireAnswer> sent) {
    return catchThrowable(() -> sent.get(20, TimeUnit.SECONDS)).getCause();
  }
}
