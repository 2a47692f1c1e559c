package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.TlsKeys;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireSample;
import io.llmfailover.upstream.WireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpTransportTlsTest {
  private final VirtualTime time = new VirtualTime();
  private final HttpTransport transport = new HttpTransport(time, time);
  private final Calls trusting = Calls.on(time).trusting(TlsKeys.authority());

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void trustsTheAuthorityOfThePemFile() throws Exception {
    try (WireServer server = TlsKeys.localhost()) {
      server.answer("openai/ok-plain.json");

      WireAnswer answer = send(trusting, server, "localhost");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void keepsOneTlsConnectionForCallsInTurnAndReplacesStaleOne() throws Exception {
    try (WireServer server = TlsKeys.localhost()) {
      WireReply fine = WireReply.of("openai/ok-plain.json");
      server.answer(fine, fine, WireReply.closeBeforeAnswer(), fine);

      send(trusting, server, "localhost");
      send(trusting, server, "localhost");
      int before = server.connections();
      WireAnswer answer = send(trusting, server, "localhost");

      assertThat(before).isEqualTo(1);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void neverTakesEncryptedLeftoversForTheNextAnswer() throws Exception {
    try (WireServer server = TlsKeys.localhost()) {
      server.answer(
          HttpTransportConnectionTest.answerWithMoreBehind("\"" + "x".repeat(20_000) + "\""),
          WireReply.of("openai/ok-plain.json"));

      WireAnswer second =
          HttpTransportConnectionTest.secondOfTwo(
              transport, trusting, Calls.ask(server.uri("localhost", "/v1")));

      assertThat(second.body()).isEqualTo(WireSample.of("openai/ok-plain.json").body());
    }
  }

  @Test
  void refusesAnAuthorityNobodyVouchesFor() {
    try (WireServer server = TlsKeys.localhost()) {
      Throwable failure = failureOf(Calls.on(time), server, "localhost");

      assertThat(failure).isInstanceOf(SSLException.class);
      assertThat(server.requests()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void refusesCertificateOfAnotherHost() {
    try (WireServer server = TlsKeys.otherHost()) {
      Throwable failure = failureOf(trusting, server, "localhost");

      assertThat(failure).isInstanceOf(SSLException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void refusesCertificateWithoutTheAddressItIsCalledBy() {
    try (WireServer server = TlsKeys.localhost()) {
      Throwable failure = failureOf(trusting, server, "127.0.0.1");

      assertThat(failure).isInstanceOf(SSLException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void refusesExpiredCertificate() {
    try (WireServer server = TlsKeys.expired()) {
      Throwable failure = failureOf(trusting, server, "localhost");

      assertThat(failure).isInstanceOf(SSLException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void failsAsTlsWhenTheTrustStoreIsMissingOrHoldsNoCertificate(@TempDir Path folder)
      throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing here\n");
    try (WireServer server = TlsKeys.localhost()) {
      Calls missing = Calls.on(time).trusting(folder.resolve("none.pem").toString());

      Throwable none = failureOf(missing, server, "localhost");
      Throwable nothing = failureOf(Calls.on(time).trusting(empty.toString()), server, "localhost");

      assertThat(none).isInstanceOf(SSLException.class).hasMessageContaining("none.pem");
      assertThat(nothing).isInstanceOf(SSLException.class).hasMessageContaining("empty.pem");
      assertThat(server.connections()).isZero();
    }
  }

  private WireAnswer send(Calls how, WireServer server, String host) throws Exception {
    return transport
        .send(how.call(), Calls.ask(server.uri(host, "/v1")))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private Throwable failureOf(Calls how, WireServer server, String host) {
    return catchThrowable(() -> send(how, server, host)).getCause();
  }
}
