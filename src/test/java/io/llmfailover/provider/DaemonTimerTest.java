package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DaemonTimerTest {
  private final DaemonTimer timer = new DaemonTimer();

  @AfterEach
  void close() {
    timer.close();
  }

  @Test
  void runsTasksOnOneDaemonThread() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();

    timer.schedule(Duration.ZERO, () -> first.complete(Thread.currentThread()));
    timer.schedule(Duration.ofMillis(-5), () -> second.complete(Thread.currentThread()));

    assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(second.get(20, TimeUnit.SECONDS));
    assertThat(first.join().isDaemon()).isTrue();
  }

  @Test
  void runsTasksInTheOrderOfTheirTimes() throws Exception {
    StringBuffer order = new StringBuffer();
    CompletableFuture<Void> last = new CompletableFuture<>();
    timer.schedule(Duration.ofMillis(60), () -> last.complete(null));
    timer.schedule(Duration.ofMillis(40), () -> order.append("b"));
    timer.schedule(Duration.ofMillis(20), () -> order.append("a"));

    last.get(20, TimeUnit.SECONDS);

    assertThat(order).hasToString("ab");
  }

  @Test
  void survivesTaskThatThrows() throws Exception {
    CompletableFuture<Void> after = new CompletableFuture<>();

    timer.schedule(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("on purpose, in a test");
        });
    timer.schedule(
        Duration.ZERO,
        () -> {
          throw new StackOverflowError("on purpose, in a test");
        });
    timer.schedule(Duration.ZERO, () -> after.complete(null));

    after.get(20, TimeUnit.SECONDS);
    assertThat(after).isCompleted();
  }

  @Test
  void doesNotRunWhatWasTakenBack() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    CompletableFuture<Void> later = new CompletableFuture<>();
    Timer.Scheduled task = timer.schedule(Duration.ofMillis(10), () -> ran.set(true));

    task.cancel();
    timer.schedule(Duration.ofMillis(50), () -> later.complete(null));
    later.get(20, TimeUnit.SECONDS);

    assertThat(ran).isFalse();
  }

  @Test
  void forgetsWhatWasTakenBack() {
    Object held = new Object();
    WeakReference<Object> trace = new WeakReference<>(held);
    Timer.Scheduled task = timer.schedule(Duration.ofDays(100_000), held::hashCode);
    held = null;

    task.cancel();

    for (int round = 0; round < 50 && trace.get() != null; round++) {
      System.gc();
    }
    assertThat(trace.get()).isNull();
  }

  @Test
  void refusesTasksOnceClosed() {
    timer.close();

    assertThatThrownBy(() -> timer.schedule(Duration.ZERO, () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
