package io.llmfailover.economy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.api.SampleRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LookUpsTest {
  @ParameterizedTest
  @EnumSource(Caller.class)
  void generationsLookNothingUpInTheConfiguration(Caller caller) throws Exception {
    try (LoopbackGateway gateway = new LoopbackGateway("gemini/model, openai/model")) {
      gateway.upstream().onPath("/gemini/").answer("gemini/err-503-overloaded.http");
      SampleRequest request = caller.sample(gateway.settings());
      int before = gateway.lookUps();

      for (int generation = 0; generation < 20; generation++) {
        gateway.answered(request);
      }

      assertThat(before).as("read when the gateway was made").isPositive();
      assertThat(gateway.lookUps()).isEqualTo(before);
    }
  }
}
