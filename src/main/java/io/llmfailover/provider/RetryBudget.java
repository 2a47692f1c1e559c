package io.llmfailover.provider;

import io.llmfailover.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Keeps same-link retries to a share of a provider's calls, so that a sick provider does not get
 * its load multiplied when it can bear it least (the retry budgets of Google's SRE book, of Envoy
 * and Finagle): each call puts its share in, each retry takes one out. A provider with little
 * traffic may always retry once a second. Thread-safe.
 */
final class RetryBudget {
  private static final double MOST_SAVED = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Ticker ticker;
  private final DoubleSupplier share;
  private final Map<String, Savings> byProvider = new ConcurrentHashMap<>();

  /**
   * A budget.
   *
   * @param share retries for each call, 0 to 1; asked at each call
   */
  RetryBudget(Ticker ticker, DoubleSupplier share) {
    this.ticker = ticker;
    this.share = share;
  }

  /** A call that is no retry was made. */
  void deposit(String provider) {
    savingsOf(provider).deposit(share.getAsDouble());
  }

  /** Whether a retry may be made now. */
  boolean isOpen(String provider) {
    return share.getAsDouble() > 0 && savingsOf(provider).holdsOne(ticker.nanos());
  }

  /** A retry is made. */
  void take(String provider) {
    savingsOf(provider).take();
  }

  private Savings savingsOf(String provider) {
    Savings savings = byProvider.get(provider);
    return savings != null
        ? savings
        : byProvider.computeIfAbsent(provider, name -> new Savings(ticker.nanos()));
  }

  private static final class Savings {
    private double saved = MOST_SAVED / 2;
    private long lastNanos;

    private Savings(long nowNanos) {
      this.lastNanos = nowNanos;
    }

    synchronized void deposit(double part) {
      saved = Math.min(MOST_SAVED, saved + part);
    }

    synchronized boolean holdsOne(long nowNanos) {
      saved = Math.min(MOST_SAVED, saved + (nowNanos - lastNanos) / NANOS_PER_SECOND);
      lastNanos = nowNanos;
      return saved >= 1;
    }

    /** May go below zero when several were let through at the same moment: they are owed. */
    synchronized void take() {
      saved--;
    }
  }
}
