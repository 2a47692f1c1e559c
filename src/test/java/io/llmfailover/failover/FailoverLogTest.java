package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverLogTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "4, 0.00",
    "5, 0.01",
    "60, 0.06",
    "1994, 1.99",
    "1995, 2.00",
    "62005, 62.01"
  })
  void tellsSecondsWithTwoDecimals(long millis, String told) {
    assertThat(FailoverLog.seconds(Duration.ofMillis(millis))).isEqualTo(told);
  }
}
