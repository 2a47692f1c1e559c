package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpTransportLoadTest {
  private static final int CALLS = 2000;

  @Test
  @Timeout(120)
  void twoThousandWaitingCallsHoldNoThreads() throws Exception {
    VirtualTime time = new VirtualTime();
    HttpTransport transport = new HttpTransport(time, time);
    // As in a busy test run connecting may take its time: that is not what is asked here.
    Calls calls = Calls.on(time).connect(Duration.ofSeconds(60));
    try (transport;
        WireServer server = WireServer.start()) {
      server.answer(WireReply.of("openai/ok-plain.json"));
      server.hold();
      long before = ourThreads();

      List<CompletableFuture<WireAnswer>> sent = new ArrayList<>();
      for (int call = 0; call < CALLS; call++) {
        sent.add(transport.send(calls.call(), Calls.ask(server.uri("/v1"))).toCompletableFuture());
      }
      server.awaitRequests(CALLS, Duration.ofSeconds(60));
      long held = ourThreads();
      server.release();

      assertThat(held - before).isLessThan(60);
      for (CompletableFuture<WireAnswer> answer : sent) {
        assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      assertThat(time.tasks()).isZero();
    }
  }

  /** The server in this test does hold a thread for each connection; those are not ours. */
  private static long ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("wire-"))
        .count();
  }
}
