package io.llmfailover.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CompilerWatchTest {
  private final VirtualTime time = new VirtualTime();
  private final AtomicLong workedMillis = new AtomicLong(60_000);
  private final CompilerWatch compiler = new CompilerWatch(time, workedMillis::get);

  @Test
  void isBusyUntilItWasWatchedForSomeSeconds() {
    time.pass(Duration.ofMillis(4_999));

    assertThat(compiler.isIdle()).isFalse();
  }

  @Test
  void isIdleAfterSecondsWithHardlyAnyWork() {
    workedMillis.addAndGet(200);
    time.pass(Duration.ofSeconds(5));

    assertThat(compiler.isIdle()).isTrue();
  }

  @Test
  void isBusyWhileItWorksForMoreThanSomeOfTheTime() {
    workedMillis.addAndGet(300);
    time.pass(Duration.ofSeconds(5));

    assertThat(compiler.isIdle()).isFalse();
  }

  @Test
  void judgesEachSpanByItself() {
    workedMillis.addAndGet(5_000);
    time.pass(Duration.ofSeconds(5));
    boolean first = compiler.isIdle();
    time.pass(Duration.ofSeconds(5));
    boolean second = compiler.isIdle();
    workedMillis.addAndGet(5_000);
    time.pass(Duration.ofSeconds(5));

    assertThat(first).isFalse();
    assertThat(second).isTrue();
    assertThat(compiler.isIdle()).isFalse();
  }

  @Test
  void watchesTheCompilerOfThisJvm() {
    CompilerWatch real = new CompilerWatch(time);
    time.pass(Duration.ofDays(1));

    assertThat(real.isIdle()).isTrue();
  }
}
