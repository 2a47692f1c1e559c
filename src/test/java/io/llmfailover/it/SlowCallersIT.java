package io.llmfailover.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows 34 and 35 of the fault table: callers who take nothing, and who say next to nothing. */
@ExtendWith(ArquillianExtension.class)
class SlowCallersIT {
  private static final WireServer UPSTREAM = WireServer.start();

  /** Its streams never end by themselves. */
  private static final WireServer FLOOD = WireServer.start();

  private static final int SLOW_READERS = 50;
  private static final int SLOW_HEADS = 440;

  /** Few: each keeps a thread of the server's until its time is over. */
  private static final int SLOW_BODIES = 60;

  private static final int GOOD_REQUESTS = 40;

  /** More than the buffers of two connections hold, by far. */
  private static final long MOST_READ_FOR_EACH = 24L * 1024 * 1024;

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gateway() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain", "openai/gpt-4o")
            .with("llm.provider.local.url", FLOOD.uri("/v1"))
            .with("llm.provider.local.keyless", "true"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.answer("openai/ok-plain.json");
    String event = ServerSent.text("x".repeat(16 * 1024));
    FLOOD.answer(ServerSent.stream(event).endless());
  }

  private void goodUsersAreServed() {
    for (int i = 0; i < GOOD_REQUESTS; i++) {
      assertThat(gateway.ask("").status()).isEqualTo(200);
      if (i % 10 == 0) {
        assertThat(Gateway.at("").get("/health/live").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void row34_whoTakesNothingIsReadNothingForAndGivenUpAndHoldsUpNobody() throws IOException {
    List<Socket> readers = new ArrayList<>();
    try {
      String question = Gateway.question("local/flood").put("stream", true).toString();
      for (int i = 0; i < SLOW_READERS; i++) {
        Socket reader = new Socket();
        reader.setReceiveBufferSize(4 * 1024);
        reader.connect(server());
        byte[] post = post("/v1/generate", question.length(), question).getBytes(US_ASCII);
        reader.getOutputStream().write(post);
        readers.add(reader);
      }
      FLOOD.awaitRequests(SLOW_READERS, Gateway.PATIENCE);

      goodUsersAreServed();
      int stillOpen = FLOOD.connectionsOpen();
      long read = Polling.until(this::whatIsSentInAMoment, now -> now == FLOOD.sent());

      assertThat(stillOpen).isEqualTo(SLOW_READERS);
      assertThat(read).isLessThan(SLOW_READERS * MOST_READ_FOR_EACH);
      FLOOD.awaitClosed(Gateway.PATIENCE);
      assertThat(FLOOD.sent()).as("read for nobody").isLessThan(SLOW_READERS * MOST_READ_FOR_EACH);
      goodUsersAreServed();
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  private long whatIsSentInAMoment() {
    long before = FLOOD.sent();
    gateway.ask("");
    return before;
  }

  @Test
  void row35_whoSaysNextToNothingIsGivenUpAndHoldsUpNobody() throws IOException {
    String post = post("/v1/generate", 1000, "");
    List<SocketChannel> slow = new ArrayList<>();
    try {
      connect(slow, SLOW_HEADS, post.substring(0, 40));
      goodUsersAreServed();
      connect(slow, SLOW_BODIES, post + "{");
      goodUsersAreServed();

      Polling.until(() -> open(slow), count -> count == 0);
      goodUsersAreServed();
    } finally {
      for (SocketChannel one : slow) {
        one.close();
      }
    }
  }

  private static InetSocketAddress server() {
    return new InetSocketAddress("localhost", Integer.getInteger("it.http.port"));
  }

  private static String post(String path, int length, String body) {
    return "POST /llm"
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  /** Connects so many more, each of which sends this and no more. */
  private static void connect(List<SocketChannel> all, int count, String beginning)
      throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(server());
      all.add(channel);
      channel.write(ByteBuffer.wrap(beginning.getBytes(US_ASCII)));
      channel.configureBlocking(false);
    }
  }

  /** How many of them the server has not closed. */
  private static long open(List<SocketChannel> channels) {
    return channels.stream().filter(SlowCallersIT::isOpen).count();
  }

  private static boolean isOpen(SocketChannel channel) {
    ByteBuffer said = ByteBuffer.allocate(8192);
    try {
      int read = channel.read(said);
      return read >= 0;
    } catch (IOException reset) {
      return false;
    }
  }
}
