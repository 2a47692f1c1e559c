package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void allowsRetriesUpToTheirShareOfCalls() {
    RetryBudget budget = new RetryBudget(time, () -> 0.4);

    int retries = 0;
    for (int call = 0; call < 10_000; call++) {
      budget.deposit("openai");
      retries += budget.tryTake("openai") ? 1 : 0;
    }

    assertThat(retries).isBetween(4000, 4010);
  }

  @Test
  void letsAProviderWithLittleTrafficRetryOnceASecond() {
    RetryBudget budget = new RetryBudget(time, () -> 0.1);
    IntStream.range(0, 100).forEach(i -> budget.tryTake("openai"));

    boolean atOnce = budget.tryTake("openai");
    time.pass(Duration.ofSeconds(1));

    assertThat(atOnce).isFalse();
    assertThat(budget.tryTake("openai")).isTrue();
    assertThat(budget.tryTake("openai")).isFalse();
  }

  @Test
  void countsEachProviderByItself() {
    RetryBudget budget = new RetryBudget(time, () -> 0.1);
    IntStream.range(0, 100).forEach(i -> budget.tryTake("openai"));

    assertThat(budget.tryTake("gemini")).isTrue();
  }

  @Test
  void aShareOfZeroAllowsNone() {
    assertThat(new RetryBudget(time, () -> 0).tryTake("openai")).isFalse();
  }
}
