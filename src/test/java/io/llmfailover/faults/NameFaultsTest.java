package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.provider.Resolvers;
import io.llmfailover.upstream.Unreachable;
import io.llmfailover.upstream.WireServer;
import java.security.Security;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row 7: names that do not lead anywhere, or not soon. */
@Timeout(120)
class NameFaultsTest {
  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @Test
  void row07_anUnknownHostFallsOverAndIsNotAskedForTwice() {
    wired.at("openai", Unreachable.unknownHost("/v1"));

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=connection, together/next=answered");
    assertThat(said.first().calls()).isEqualTo(1);
  }

  @Test
  void row07_aSilentResolverIsInsideTheAttemptTimeout() {
    CountDownLatch silent = new CountDownLatch(1);
    WireServer upstream = wired.first("openai/ok-plain.json");
    wired.at("openai", upstream.uri("localhost", "/v1"));
    wired.with("llm.provider.openai.timeout", "400ms");
    wired.sendingBy((timer, times) -> Resolvers.silent(timer, times.ticker(), silent));

    Said said = wired.ask();
    silent.countDown();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=timeout, together/next=answered");
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void row07_aHostThatIsBackIsCalledAgain() {
    WireServer upstream = wired.first("openai/ok-plain.json");
    wired.at("openai", upstream.uri("localhost", "/v1"));
    wired.sendingBy((timer, times) -> Resolvers.failing(timer, times.ticker(), 1));

    Said before = wired.ask();
    Said after = wired.ask();

    assertThat(before.trail()).isEqualTo("openai/gpt-4o=connection, together/next=answered");
    assertThat(after.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(Security.getProperty("networkaddress.cache.negative.ttl"))
        .as("seconds for which the JVM remembers that a host is unknown; -1 is for ever")
        .isNotEqualTo("-1");
  }
}
