package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.WireAnswer.Ending;
import io.llmfailover.upstream.Unreachable;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireSample;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTransportTest {
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
  void bringsStatusHeadersAndBodyAsTheyCame() throws Exception {
    WireSample sample = WireSample.of("openai/err-429-insufficient-quota.http");
    server.answer(WireReply.of(sample));

    WireAnswer answer = send(server.uri("/v1/chat/completions"));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(sample.body());
    assertThat(answer.ending()).isEqualTo(Ending.WHOLE);
    sample
        .headers()
        .forEach(
            header ->
                assertThat(answer.headers().allValues(header.getKey()))
                    .contains(header.getValue()));
  }

  @Test
  void sendsThePostWithItsKeyAndItsBytes() throws Exception {
    server.answer("openai/ok-plain.json");

    send(server.uri("/v1/chat/completions?api-version=1"));

    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.target()).isEqualTo("/v1/chat/completions?api-version=1");
              assertThat(request.bearer()).isEqualTo("sk-test-secret");
              assertThat(request.header("content-type")).isEqualTo("application/json");
              assertThat(request.header("accept")).isEqualTo("application/json");
              assertThat(request.header("user-agent")).isEqualTo("llm-failover");
              assertThat(request.headers()).doesNotContainKeys("Upgrade", "HTTP2-Settings");
              assertThat(request.text()).isEqualTo("{\"model\":\"gpt-4o\"}");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {128 * 1024, 128 * 1024 + 1, 5_000_000})
  void sendsLongBodiesWhole(int length) throws Exception {
    server.answer("openai/ok-plain.json");
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);

    await(
        calls.call(),
        new WireRequest(server.uri("/v1/chat/completions"), Map.of(), WrittenJson.of(body)));

    assertThat(server.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.body()).isEqualTo(body));
  }

  @Test
  void sendsBodiesInPiecesWhole() throws Exception {
    server.answer("openai/ok-plain.json").answer("openai/ok-plain.json");
    String text = "\\u00e9".repeat(50_000);
    byte[] json =
        ("{\"a\":\"" + text + "\",\"b\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    WrittenJson body = WireJson.written(Json.parse(json).orElseThrow());

    for (int time = 0; time < 2; time++) {
      await(calls.call(), new WireRequest(server.uri("/v1/chat/completions"), Map.of(), body));
    }

    assertThat(body.pieces()).isEqualTo(5);
    assertThat(server.requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.body()).isEqualTo(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/err-401-invalid-key.http",
        "anthropic/err-529.http",
        "together/err-524-html.http",
        "compatible/redirect-301.http"
      })
  void bringsEveryStatusAlsoWithoutReasonPhrase(String name) throws Exception {
    WireSample sample = WireSample.of(name);
    server.answer(WireReply.of(sample));

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(sample.status());
    assertThat(answer.body()).isEqualTo(sample.body());
  }

  @ParameterizedTest
  @ValueSource(ints = {407, 498, 524, 529, 599})
  void bringsStatusWithNeitherReasonNorBody(int status) throws Exception {
    server.answer(WireReply.status(status));

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.ending()).isEqualTo(Ending.WHOLE);
  }

  @Test
  void readsChunkedBodyAndBodyThatEndsWithItsConnection() throws Exception {
    WireSample sample = WireSample.of("openai/ok-plain.json");
    server.answer(
        WireReply.of(sample).trickling(Duration.ofMillis(1)).chunked(),
        WireReply.of(sample).untilClose());

    WireAnswer chunked = send(server.uri("/v1"));
    WireAnswer untilClose = send(server.uri("/v1"));

    assertThat(chunked.body()).isEqualTo(sample.body());
    assertThat(untilClose.body()).isEqualTo(sample.body());
    assertThat(untilClose.ending()).isEqualTo(Ending.WHOLE);
  }

  @Test
  void failsWithConnectExceptionWhenThePortIsClosed() {
    Throwable failure = failureOf(Unreachable.refused("/v1"));

    assertThat(failure).isInstanceOf(ConnectException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void failsWithUnknownHostWhenTheNameDoesNotResolve() {
    Throwable failure = failureOf(Unreachable.unknownHost("/v1"));

    assertThat(failure).isInstanceOf(UnknownHostException.class);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void failsWhenTheConnectionIsResetAfterTheRequest() {
    server.answer("compatible/transport-reset-before-response.json");

    Throwable failure = failureOf(server.uri("/v1"));

    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failsWhenTheHeadIsCut() {
    server.answer(WireReply.status(200).statusLine("HTTP/1.").closing());

    Throwable failure = failureOf(server.uri("/v1"));

    assertThat(failure).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bringsWhatCameOfBodyThatWasCut(boolean chunked) throws Exception {
    WireReply whole = WireReply.of("openai/bad-truncated-body.http");
    server.answer(chunked ? WireReply.json("{\"half\": ").chunkedWithoutEnd() : whole);

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.ending()).isEqualTo(Ending.CUT);
    assertThat(answer.body())
        .isEqualTo(
            chunked
                ? "{\"half\": ".getBytes(StandardCharsets.UTF_8)
                : WireSample.of("openai/bad-truncated-body.http").body());
  }

  @Test
  void ignoresWhatFollowsTheAnnouncedLength() throws Exception {
    server.answer(WireReply.json("{\"a\":1}garbage").header("Content-Length", "7").closing());

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.body()).asString().isEqualTo("{\"a\":1}");
  }

  @Test
  void passesOverEarlyHints() throws Exception {
    server.answer(
        WireReply.json("{}")
            .statusLine("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK"));

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void decodesBodyNobodyAskedToCompress() throws Exception {
    server.answer(WireReply.of("openai/ok-plain.json").gzipped());

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.body()).isEqualTo(WireSample.of("openai/ok-plain.json").body());
    assertThat(answer.ending()).isEqualTo(Ending.WHOLE);
  }

  @Test
  void stopsDecodingGzipBombAtTheLimit() throws Exception {
    server.answer(WireReply.json("{}").body(new byte[HttpTransport.MOST_BODY + 1]).gzipped());

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.ending()).isEqualTo(Ending.UNREADABLE);
    assertThat(answer.body()).hasSizeLessThanOrEqualTo(HttpTransport.MOST_BODY);
  }

  @Test
  void saysThatBodyWithLyingEncodingIsUnreadable() throws Exception {
    server.answer(WireReply.json("{\"plain\":true}").header("Content-Encoding", "gzip"));

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.ending()).isEqualTo(Ending.UNREADABLE);
  }

  @Test
  void stopsReadingBodyBeyondTheLimitAndClosesTheConnection() throws Exception {
    server.answer(WireReply.json("{}").body(new byte[HttpTransport.MOST_BODY + 100_000]).chunked());

    WireAnswer answer = send(server.uri("/v1"));

    assertThat(answer.ending()).isEqualTo(Ending.UNREADABLE);
    assertThat(answer.body()).hasSizeLessThanOrEqualTo(HttpTransport.MOST_BODY);
    server.awaitClosed(SOON);
  }

  @Test
  void neverFollowsRedirectNorSendsTheKeyThere() throws Exception {
    try (WireServer elsewhere = WireServer.start()) {
      server.answer(WireReply.redirect(307, elsewhere.uri("/steal").toString()));

      WireAnswer answer = send(server.uri("/v1"));

      assertThat(answer.status()).isEqualTo(307);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void namesTheHeaderThatCannotBeSentButNotItsValue() {
    WireRequest request =
        new WireRequest(
            server.uri("/v1"),
            Map.of("Authorization", "Bearer sk-test\nsecret"),
            WrittenJson.of(new byte[0]));

    Throwable failure = catchThrowable(() -> await(calls.call(), request)).getCause();

    assertThat(failure)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("sk-test")
        .hasNoCause();
  }

  @Test
  void doesNotQuoteAnAddressThatIsNone() {
    WireRequest request =
        new WireRequest(
            URI.create("ftp://host/?key=sk-test"), Map.of(), WrittenJson.of(new byte[0]));

    Throwable failure = catchThrowable(() -> await(calls.call(), request)).getCause();

    assertThat(failure)
        .isInstanceOf(ProtocolException.class)
        .hasMessageNotContaining("sk-test")
        .hasNoCause();
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
