package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTransportThreadsTest {
  private final VirtualTime time = new VirtualTime();
  private final Calls calls = Calls.on(time).connect(Duration.ofSeconds(30));
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  @Test
  void fiveHundredWaitingCallsOnManyRoutesShareTheSameThreads() throws Exception {
    try (HttpTransport transport = new HttpTransport(time, time);
        WireServer server = WireServer.start()) {
      server.answer("openai/ok-plain.json");
      server.hold();

      List<CompletableFuture<WireAnswer>> sent = new ArrayList<>();
      for (int call = 0; call < 500; call++) {
        Calls route = calls.connect(Duration.ofSeconds(30 + call % 20));
        sent.add(transport.send(route.call(), Calls.ask(server.uri("/v1"))).toCompletableFuture());
      }
      server.awaitRequests(500, Duration.ofSeconds(40));
      Set<Thread> working = ours();
      server.release();

      assertThat(working).hasSizeBetween(3, 6).allMatch(Thread::isDaemon);
      for (CompletableFuture<WireAnswer> answer : sent) {
        assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void closingLeavesNoThreadAndNoConnectionAndEndsCallsUnderWay() throws Exception {
    try (WireServer server = WireServer.start()) {
      server.answer("openai/ok-plain.json");
      HttpTransport transport = new HttpTransport(time, time);
      transport.send(calls.call(), Calls.ask(server.uri("/v1"))).toCompletableFuture().get();
      server.hold();
      var waiting = transport.send(calls.call(), Calls.ask(server.uri("/v1")));
      server.awaitRequests(2, Duration.ofSeconds(20));

      transport.close();
      var late = transport.send(calls.call(), Calls.ask(server.uri("/v1")));

      assertThat(catchThrowable(() -> waiting.toCompletableFuture().get(20, TimeUnit.SECONDS)))
          .hasCauseInstanceOf(IOException.class);
      assertThat(catchThrowable(() -> late.toCompletableFuture().get(20, TimeUnit.SECONDS)))
          .hasCauseInstanceOf(IOException.class);
      server.awaitClosed(Duration.ofSeconds(20));
      Polling.until(this::ours, Set::isEmpty);
      assertThat(time.tasks()).isZero();
    }
  }

  private Set<Thread> ours() {
    Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
    ours.removeAll(before);
    ours.removeIf(thread -> !thread.getName().startsWith("llm-http-") || !thread.isAlive());
    return ours;
  }
}
