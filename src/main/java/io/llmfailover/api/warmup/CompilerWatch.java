package io.llmfailover.api.warmup;

import io.llmfailover.Ticker;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells when the JVM's just-in-time compiler has nothing left to do: when, over some seconds of
 * load, it worked for hardly any of the time. Not thread-safe.
 */
final class CompilerWatch {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final double IDLE_SHARE = 0.05;

  private final Ticker ticker;
  private final LongSupplier worked;
  private long from;
  private long workedBefore;
  private boolean idle;

  /**
   * Watches this JVM's compiler; one that cannot be watched counts as idle after the first look.
   */
  CompilerWatch(Ticker ticker) {
    this(ticker, ofThisJvm());
  }

  /**
   * Watches any.
   *
   * @param worked how long the compiler has worked in all, in milliseconds
   */
  CompilerWatch(Ticker ticker, LongSupplier worked) {
    this.ticker = ticker;
    this.worked = worked;
    this.from = ticker.nanos();
    this.workedBefore = worked.getAsLong();
  }

  private static LongSupplier ofThisJvm() {
    return Optional.ofNullable(ManagementFactory.getCompilationMXBean())
        .filter(CompilationMXBean::isCompilationTimeMonitoringSupported)
        .<LongSupplier>map(compiler -> compiler::getTotalCompilationTime)
        .orElse(() -> 0);
  }

  /** Whether it was idle in the last whole window. Asked often. */
  boolean isIdle() {
    long now = ticker.nanos();
    long elapsed = now - from;
    if (elapsed >= WINDOW.toNanos()) {
      long workedNow = worked.getAsLong();
      idle = Duration.ofMillis(workedNow - workedBefore).toNanos() < IDLE_SHARE * elapsed;
      from = now;
      workedBefore = workedNow;
    }
    return idle;
  }
}
