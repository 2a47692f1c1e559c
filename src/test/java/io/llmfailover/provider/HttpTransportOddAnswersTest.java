package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.WireAnswer.Ending;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers no well-behaved upstream gives, and how long connections live after them. */
@Timeout(60)
class HttpTransportOddAnswersTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2", "HTTP/9.9 200 OK", "HTTP/1.1 abc OK"})
  void failsWhenWhatComesBackIsNotHttp(String line) {
    server.answer(WireReply.json("{}").statusLine(line).closing());

    Throwable failure = catchThrowable(() -> send(server.uri("/v1"))).getCause();

    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failsWhenTheHeadIsEndless() {
    server.answer(WireReply.json("{}").header("X-Long", "x".repeat(1_000_000)));

    Throwable failure = catchThrowable(() -> send(server.uri("/v1"))).getCause();

    assertThat(failure).isInstanceOf(IOException.class);
    server.awaitClosed(SOON);
  }

  @Test
  void readsAnswerOfOldServerAndUsesItsConnectionOnce() throws Exception {
    server.answer(WireReply.json("{\"old\":1}").statusLine("HTTP/1.0 200 OK"));

    WireAnswer first = send(server.uri("/v1"));
    WireAnswer second = send(server.uri("/v1"));

    assertThat(first.body()).asString().isEqualTo("{\"old\":1}");
    assertThat(second.ending()).isEqualTo(Ending.WHOLE);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void keepsConnectionNoLongerThanTheUpstreamSaysItDoes() throws Exception {
    server.answer(
        WireReply.json("{}").header("Keep-Alive", "timeout=60"),
        WireReply.json("{}").header("Keep-Alive", "max=9, timeout=0"),
        WireReply.json("{}"));

    send(server.uri("/v1"));
    send(server.uri("/v1"));
    int before = server.connections();
    send(server.uri("/v1"));

    assertThat(before).isEqualTo(1);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void closesTheConnectionWhenTheBodyOfAnErrorRests() throws Exception {
    server.answer(WireReply.of("openai/err-429-insufficient-quota.http").stallingAfter(10));
    var sent = transport.send(calls.call(), Calls.ask(server.uri("/v1"))).toCompletableFuture();
    time.awaitTasks(2);

    time.pass(Duration.ofSeconds(10));

    assertThat(catchThrowable(() -> sent.get(20, TimeUnit.SECONDS)))
        .hasCauseInstanceOf(HttpTimeoutException.class);
    server.awaitClosed(SOON);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 307, 413})
  void takesAnswerThatComesBeforeTheQuestionWasRead(int status) throws Exception {
    try (ServerSocket early = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CountDownLatch answered = new CountDownLatch(1);
      Thread hasty = new Thread(() -> answerAtOnce(early, status, answered), "wire-hasty");
      hasty.setDaemon(true);
      hasty.start();
      URI uri = URI.create("http://127.0.0.1:" + early.getLocalPort() + "/v1");
      WireRequest large = new WireRequest(uri, Map.of(), WrittenJson.of(new byte[20_000_000]));

      WireAnswer answer =
          transport.send(calls.call(), large).toCompletableFuture().get(30, TimeUnit.SECONDS);

      answered.countDown();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).asString().isEqualTo("{}");
      hasty.join(20_000);
      assertThat(hasty.isAlive()).as("the connection is still open").isFalse();
    }
  }

  /** Reads nothing of the body until the caller has the answer, and then until he hangs up. */
  private static void answerAtOnce(ServerSocket server, int status, CountDownLatch answered) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\n{}")
                  .getBytes(StandardCharsets.US_ASCII));
      answered.await();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException hungUp) {
      // Which is what is waited for.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void passesLargeQuestionsOnWhole() throws Exception {
    server.answer(WireReply.json("{}"));
    byte[] body = "x".repeat(5_000_000).getBytes(StandardCharsets.US_ASCII);

    transport
        .send(calls.call(), new WireRequest(server.uri("/v1"), Map.of(), WrittenJson.of(body)))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);

    assertThat(server.requests().get(0).text()).hasSize(5_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", ""})
  void refusesHeadersThatSayHowTheMessageGoes(String name) {
    WireRequest request =
        new WireRequest(server.uri("/v1"), Map.of(name, "x-secret"), WrittenJson.of(new byte[0]));

    Throwable failure =
        catchThrowable(() -> transport.send(calls.call(), request).toCompletableFuture().join());

    assertThat(failure).hasRootCauseMessage("header " + name + " cannot be sent");
    assertThat(server.connections()).isZero();
  }

  private WireAnswer send(URI uri) throws Exception {
    return transport
        .send(calls.call(), Calls.ask(uri))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
