package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.TlsKeys;
import io.llmfailover.upstream.WireProxy;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTransportProxyTest {
  private final VirtualTime time = new VirtualTime();
  private final HttpTransport transport = new HttpTransport(time, time);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void asksTheProxyForTheWholeAddress() throws Exception {
    try (WireServer server = WireServer.start();
        WireProxy proxy = WireProxy.start()) {
      server.answer("openai/ok-plain.json");

      WireAnswer answer = send(proxy.url(), server.uri("/v1/chat"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("POST " + server.uri("/v1/chat") + " HTTP/1.1\r\n");
      assertThat(server.requests()).singleElement().matches(got -> got.path().equals("/v1/chat"));
    }
  }

  @Test
  void leavesTheNameOfTheUpstreamToTheProxy() throws Exception {
    try (WireServer server = WireServer.start();
        WireProxy proxy = WireProxy.start()) {
      server.answer("openai/ok-plain.json");

      WireAnswer answer = send(proxy.url(), server.uri("api.provider.invalid", "/v1"));

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void tunnelsTlsAndShowsTheProxyNeitherKeyNorPath() throws Exception {
    try (WireServer server = TlsKeys.localhost();
        WireProxy proxy = WireProxy.start()) {
      server.answer("openai/ok-plain.json");

      WireAnswer answer = send(proxy.url(), server.uri("localhost", "/v1/chat"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("CONNECT localhost:" + server.port() + " HTTP/1.1\r\n")
          .doesNotContain("sk-test-secret", "/v1/chat");
      assertThat(server.requests())
          .singleElement()
          .matches(got -> got.bearer().equals("sk-test-secret"));
    }
  }

  @Test
  void goesDirectlyWithoutProxy() throws Exception {
    try (WireServer server = WireServer.start();
        WireProxy proxy = WireProxy.start()) {
      server.answer("openai/ok-plain.json");

      send(proxy.url(), server.uri("/v1"));
      send("", server.uri("/v1"));

      assertThat(proxy.heads()).hasSize(1);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void takesNoAnswerOfTheProxyForOneOfTheProvider() {
    try (WireServer refusing = WireServer.start()) {
      refusing.answer(WireReply.json(403, "{}"), WireReply.json(407, "{}"));
      String proxy = "http://127.0.0.1:" + refusing.port();
      URI anywhere = URI.create("https://api.provider.invalid/v1");

      Throwable refused = catchThrowable(() -> send(proxy, anywhere)).getCause();
      Throwable asked =
          catchThrowable(() -> assertThat(send(proxy, anywhere).status()).isEqualTo(407));

      assertThat(refused)
          .isInstanceOf(IOException.class)
          .hasMessage("the proxy refused the tunnel");
      assertThat(asked).isNull();
    }
  }

  @Test
  void refusesProxyItCannotUseWithoutQuotingIt() {
    URI anywhere = URI.create("http://127.0.0.1:1/v1");

    Throwable failure =
        catchThrowable(() -> send("socks://user:password@proxy:1080", anywhere)).getCause();

    assertThat(failure).isInstanceOf(ProtocolException.class).hasMessageNotContaining("password");
  }

  private WireAnswer send(String proxy, URI uri) throws Exception {
    Calls calls = Calls.on(time).proxy(proxy).trusting(TlsKeys.authority());
    return transport
        .send(calls.call(), Calls.ask(uri))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
