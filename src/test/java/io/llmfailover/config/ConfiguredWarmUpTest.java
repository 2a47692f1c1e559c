package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfiguredWarmUpTest {
  @Test
  void isOffWhereNobodySaysTheServersAddress() {
    assertThat(MapValues.of().settings().warmUp().address()).isEmpty();
  }

  @Test
  void callsTheServerWhereItIsSaidToBe() {
    WarmUpSettings warmUp =
        MapValues.of("llm.warm-up.url", "http://localhost:9080/llm", "llm.warm-up.time", "20s")
            .settings()
            .warmUp();

    assertThat(warmUp.address()).contains(URI.create("http://localhost:9080/llm"));
    assertThat(warmUp.most()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void isOffInServerWithoutPlainHttp() {
    WarmUpSettings warmUp =
        MapValues.of("llm.warm-up.url", "http://localhost:-1/llm").settings().warmUp();

    assertThat(warmUp.address()).isEmpty();
  }
}
