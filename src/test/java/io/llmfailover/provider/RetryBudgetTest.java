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
      retries += retried(budget) ? 1 : 0;
    }

    assertThat(retries).isBetween(4000, 4010);
  }

  @Test
  void letsAProviderWithLittleTrafficRetryOnceASecond() {
    RetryBudget budget = new RetryBudget(time, () -> 0.1);
    IntStream.range(0, 100).forEach(i -> retried(budget));

    boolean atOnce = retried(budget);
    time.pass(Duration.ofSeconds(1));

    assertThat(atOnce).isFalse();
    assertThat(retried(budget)).isTrue();
    assertThat(retried(budget)).isFalse();
  }

  @Test
  void countsEachProviderByItself() {
    RetryBudget budget = new RetryBudget(time, () -> 0.1);
    IntStream.range(0, 100).forEach(i -> retried(budget));

    assertThat(budget.isOpen("gemini")).isTrue();
  }

  @Test
  void aShareOfZeroAllowsNone() {
    assertThat(new RetryBudget(time, () -> 0).isOpen("openai")).isFalse();
  }

  private static boolean retried(RetryBudget budget) {
    boolean open = budget.isOpen("openai");
    if (open) {
      budget.take("openai");
    }
    return open;
  }
}
