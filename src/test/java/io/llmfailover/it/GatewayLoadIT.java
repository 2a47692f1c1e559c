package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many callers at once. */
@ExtendWith(ArquillianExtension.class)
class GatewayLoadIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final int CALLERS = 2000;

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithShippedLimits() {
    // What is tested is the waiting: on a busy machine 2,000 connections at once take their time.
    return Archives.gateway(
        Configuration.of(UPSTREAM).with("llm.provider.openai.connect-timeout", "60s"));
  }

  @Test
  void holdsNoThreadForGenerationThatWaits() {
    UPSTREAM.answer("openai/ok-plain.json");
    UPSTREAM.hold();

    List<CompletableFuture<Said>> waiting =
        IntStream.range(0, CALLERS).mapToObj(caller -> gateway.askLater("gpt-4o")).toList();
    UPSTREAM.awaitRequests(CALLERS, Gateway.PATIENCE.multipliedBy(2));
    int threads = Integer.parseInt(gateway.get("/it/threads").body());
    UPSTREAM.release();

    assertThat(threads).isLessThan(100);
    assertThat(waiting)
        .allSatisfy(
            answer -> {
              assertThat(answer.get(90, TimeUnit.SECONDS).status()).isEqualTo(200);
              assertThat(answer.get().header("x-llm-trail")).isEqualTo("openai/gpt-4o=answered");
            });
    assertThat(UPSTREAM.requests()).hasSize(CALLERS);
  }
}
