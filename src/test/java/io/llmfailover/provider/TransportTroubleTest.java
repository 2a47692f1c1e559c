package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure.Scope;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TransportTroubleTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FailureJudge judge = new FailureJudge(Clock.systemUTC());

  @Test
  void refusedConnectionMayBeRepeated() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    Failure failure = judged(call("http://localhost:" + port, LONG));

    assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
    assertThat(failure.repeatable()).isTrue();
    assertThat(failure.scope()).isEqualTo(Scope.LINK);
    assertThat(failure.cooldown()).isEmpty();
    assertThat(failure.message()).isEqualTo("connection refused");
  }

  @Test
  void unknownHostMayNotBeRepeated() {
    Failure failure = judged(call("http://no-such-host.invalid", LONG));

    assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
    assertThat(failure.repeatable()).isFalse();
  }

  @Test
  void silenceIsATimeoutThatMayNotBeRepeated() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Failure failure =
          judged(call("http://localhost:" + silent.getLocalPort(), Duration.ofMillis(200)));

      assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
      assertThat(failure.repeatable()).isFalse();
      assertThat(failure.scope()).isEqualTo(Scope.LINK);
    }
  }

  @Test
  void connectionClosedBeforeAnAnswerMayBeRepeated() throws IOException {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closer = new Thread(() -> closeAfterRequest(rude));
      closer.start();

      Failure failure = judged(call("http://localhost:" + rude.getLocalPort(), LONG));

      assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
      assertThat(failure.repeatable()).isTrue();
    }
  }

  @Test
  void peerWithoutTlsMayNotBeRepeated() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread speaker = new Thread(() -> speakPlainly(plain));
      speaker.start();

      Failure failure = judged(call("https://localhost:" + plain.getLocalPort(), LONG));

      assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
      assertThat(failure.repeatable()).isFalse();
      assertThat(failure.message()).contains("TLS");
    }
  }

  @Test
  void looksThroughWrappers() {
    Throwable wrapped =
        new CompletionException(new ExecutionException(new SocketException("Connection reset")));

    assertThat(judged(wrapped).repeatable()).isTrue();
    assertThat(judged(new CompletionException(new TimeoutException())).kind())
        .isEqualTo(FailureKind.TIMEOUT);
    assertThat(judged(new HttpConnectTimeoutException("x")).kind())
        .isEqualTo(FailureKind.CONNECTION);
    assertThat(judged(new HttpConnectTimeoutException("x")).repeatable()).isTrue();
    assertThat(judged(new HttpTimeoutException("x")).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(judged(new ClosedChannelException()).repeatable()).isTrue();
    assertThat(judged(new IOException("x", new EOFException())).repeatable()).isTrue();
    assertThat(judged(new IOException(new SSLHandshakeException("x"))).repeatable()).isFalse();
    assertThat(judged(new IOException(new CertificateException("x"))).repeatable()).isFalse();
  }

  @Test
  void anythingElseIsUnknownAndItsMessageIsNotTrusted() {
    Failure failure = judged(new IllegalStateException("https://x?key=" + JudgedLinks.KEY));

    assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failure.scope()).isEqualTo(Scope.NONE);
    assertThat(failure.message()).isEqualTo("the call failed: IllegalStateException");
  }

  private Failure judged(Throwable thrown) {
    return judge.ofTransport(thrown, JudgedLinks.link());
  }

  private static Throwable call(String url, Duration timeout) {
    Calls calls = Calls.on(System::nanoTime).attempt(timeout).connect(LONG);
    try (DaemonTimer timer = new DaemonTimer();
        HttpTransport transport = new HttpTransport(timer, System::nanoTime)) {
      return transport
          .send(calls.call(), Calls.ask(URI.create(url)))
          .handle((answer, thrown) -> thrown)
          .toCompletableFuture()
          .join();
    }
  }

  private static void closeAfterRequest(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      in.read();
    } catch (IOException gone) {
      // The client has given up: the test has its answer.
    }
  }

  private static void speakPlainly(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes();
    } catch (IOException gone) {
      // The client has given up: the test has its answer.
    }
  }
}
