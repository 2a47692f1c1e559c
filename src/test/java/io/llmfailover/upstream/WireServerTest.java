package io.llmfailover.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WireServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final WireServer server = WireServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<String> samples() throws Exception {
    Path root = Path.of(WireServerTest.class.getResource("/wire").toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<String> names =
          files
              .filter(file -> file.toString().matches(".*/wire/.*/.*\\.(http|json|sse)"))
              .map(file -> root.relativize(file).toString())
              .filter(name -> !name.contains("transport-"))
              .toList();
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void saysEverySampleByteForByte(String name) throws Exception {
    WireSample sample = WireSample.of(name);
    server.answer(WireReply.of(sample).closing());

    byte[] said = exchange(post("/", ""));

    String wire = new String(said, StandardCharsets.ISO_8859_1);
    assertThat(wire).startsWith(sample.statusLine() + "\r\n").containsOnlyOnce("Content-Length: ");
    assertThat(wire.substring(wire.indexOf("\r\n\r\n") + 4))
        .isEqualTo(new String(sample.body(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void choosesTheRouteByModelThenByLongestPath() throws Exception {
    server.answer(WireReply.json("0").closing());
    server.onPath("/v1").answer(WireReply.json("1").closing());
    server.onPath("/v1/chat").answer(WireReply.json("2").closing());
    server.onModel("gpt-4o").answer(WireReply.json("3").closing());
    server.onModel("gemini-1.5-pro").answer(WireReply.json("4").closing());

    assertThat(said("/other", "{}")).endsWith("\r\n0");
    assertThat(said("/v1/models", "{}")).endsWith("\r\n1");
    assertThat(said("/v1/chat/completions", "{\"model\":\"x\"}")).endsWith("\r\n2");
    assertThat(said("/v1/chat/completions", "{\"model\":\"gpt-4o\"}")).endsWith("\r\n3");
    assertThat(said("/v1beta/models/gemini-1.5-pro:generateContent?alt=sse", "{}"))
        .endsWith("\r\n4");
  }

  @Test
  void answersInTurnAndStaysWithTheLast() throws Exception {
    server.answer(WireReply.json("1").closing(), WireReply.json("2").closing());

    assertThat(said("/", "")).endsWith("\r\n1");
    assertThat(said("/", "")).endsWith("\r\n2");
    assertThat(said("/", "")).endsWith("\r\n2");
  }

  @Test
  void remembersRequestsInTheirOrder() throws Exception {
    server.answer(WireReply.json("{}").closing());

    said("/v1/a?b=c", "{\"model\":\"m\"}");
    said("/v1/d", "x");

    assertThat(server.requests()).extracting(ReceivedRequest::number).containsExactly(1, 2);
    ReceivedRequest first = server.requests().get(0);
    assertThat(first.path()).isEqualTo("/v1/a");
    assertThat(first.target()).isEqualTo("/v1/a?b=c");
    assertThat(first.bearer()).isEqualTo("sk-test");
    assertThat(first.model()).isEqualTo("m");
    assertThat(server.requests().get(1).text()).isEqualTo("x");
  }

  @Test
  void noticesThatCallerOfHeldAnswerHangsUp() throws Exception {
    server.answer(WireReply.json("{}"));
    server.hold();
    Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.port());
    caller.getOutputStream().write(post("/", ""));
    server.awaitRequests(1, SOON);
    int open = server.connectionsOpen();

    caller.close();

    assertThat(open).isEqualTo(1);
    server.awaitClosed(SOON);
  }

  @Test
  void letsBytesPassOnlyAsTheGateAllows() throws Exception {
    Gate gate = new Gate();
    server.answer(WireReply.json("abc").through(gate).closing());
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      caller.getOutputStream().write(post("/", ""));
      InputStream in = caller.getInputStream();
      readHead(in);

      gate.letPass(1);
      int first = in.read();
      int ahead = in.available();
      gate.open();

      assertThat(first).isEqualTo('a');
      assertThat(ahead).isZero();
      assertThat(in.readAllBytes()).asString().isEqualTo("bc");
    }
  }

  @Test
  void framesChunksWithAndWithoutTheirEnd() throws Exception {
    server.answer(
        WireReply.json("abc").chunked().closing(), WireReply.json("abc").chunkedWithoutEnd());

    assertThat(said("/", "")).endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    assertThat(said("/", "")).endsWith("\r\n\r\n3\r\nabc\r\n");
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
  }

  private String said(String target, String body) throws IOException {
    return new String(exchange(post(target, body)), StandardCharsets.ISO_8859_1);
  }

  private byte[] exchange(byte[] request) throws IOException {
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = caller.getOutputStream();
      out.write(request);
      return caller.getInputStream().readAllBytes();
    }
  }

  private static byte[] post(String target, String body) {
    String head =
        "POST %s HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer sk-test\r\nContent-Length: %d\r\n\r\n";
    return (head.formatted(target, body.length()) + body).getBytes(StandardCharsets.ISO_8859_1);
  }
}
